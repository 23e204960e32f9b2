package metricflow.jobs.erasure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What was erased of a person, for the person and for auditors. It names ids by their hashes only.
 *
 * @param project the project
 * @param idHashes {@link Erased#hash} of each id
 * @param erasedAt until when everything went
 * @param completedAt when the last table was done
 * @param tables what was done to each table
 * @param daysDue days whose rollups are made anew by the job {@code rollups}
 * @param liveView {@code rebuilt}, or why not
 * @param purge of the replaced files; empty when they were left to the job {@code retention}
 */
record Certificate(
    int project,
    List<String> idHashes,
    Instant erasedAt,
    Instant completedAt,
    List<ErasedTable> tables,
    Collection<LocalDate> daysDue,
    String liveView,
    Optional<Purged> purge) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String ALGORITHM = "HmacSHA256";

  /**
   * A table.
   *
   * @param rowsRemoved rows it has fewer
   * @param filesReplaced files that were written anew
   * @param version first version of its log without the person
   */
  record ErasedTable(String name, long rowsRemoved, long filesReplaced, long version) {}

  /**
   * What was deleted and looked through at once.
   *
   * @param tables each table that names persons
   * @param remaining where else the person may be named yet, and until when
   */
  record Purged(List<Purge.PurgedTable> tables, List<String> remaining) {
    boolean isClean() {
      return tables.stream().allMatch(Purge.PurgedTable::isClean);
    }

    private void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeBooleanField("clean", isClean());
      json.writeArrayFieldStart("tables");
      for (Purge.PurgedTable table : tables) {
        json.writeStartObject();
        json.writeStringField("table", table.name());
        json.writeNumberField("files_deleted", table.filesDeleted());
        json.writeNumberField("log_entries_changed", table.logEntriesChanged());
        json.writeNumberField("files_read", table.filesRead());
        json.writeNumberField("files_holding", table.filesHolding());
        json.writeNumberField("log_entries_holding", table.logEntriesHolding());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("remaining");
      for (String place : remaining) {
        json.writeString(place);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /**
   * Two lines of JSON: the certificate, and its signature by HMAC-SHA-256 over the first line's
   * bytes without the line's end.
   *
   * @param key who has it can check the signature; empty: none is made
   */
  String signed(String key) {
    String text = json();
    String signature = key.isEmpty() ? "null" : "\"" + hmac(text, key) + "\"";
    return text + "\n{\"algorithm\":\"" + ALGORITHM + "\",\"signature\":" + signature + "}\n";
  }

  private String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("project_id", project);
      json.writeArrayFieldStart("id_hashes");
      for (String hash : idHashes) {
        json.writeString(hash);
      }
      json.writeEndArray();
      json.writeStringField("erased_at", erasedAt.toString());
      json.writeStringField("completed_at", completedAt.toString());
      json.writeArrayFieldStart("tables");
      for (ErasedTable table : tables) {
        json.writeStartObject();
        json.writeStringField("table", table.name());
        json.writeNumberField("rows_removed", table.rowsRemoved());
        json.writeNumberField("files_replaced", table.filesReplaced());
        json.writeNumberField("version", table.version());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("rollup_days_due");
      for (LocalDate day : daysDue) {
        json.writeString(day.toString());
      }
      json.writeEndArray();
      json.writeStringField("live_view", liveView);
      json.writeFieldName("purge");
      if (purge.isPresent()) {
        purge.get().write(json);
      } else {
        json.writeNull();
      }
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static String hmac(String text, String key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}

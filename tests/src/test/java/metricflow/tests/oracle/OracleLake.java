package metricflow.tests.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import metricflow.event.DerivedEventId;
import metricflow.event.EventIds;
import metricflow.table.Column;
import metricflow.table.ColumnType;
import metricflow.table.RollupVersion;
import metricflow.table.Table;
import metricflow.table.Tables;

/** Writes worlds into the Delta tables of a lake through Trino. */
final class OracleLake implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEMA = "lake_admin.tables";
  private static final String FIRST_COMMIT = "_delta_log/00000000000000000000.json";
  private static final String SECOND_COMMIT = "_delta_log/00000000000000000001.json";
  private static final int ROWS_A_STATEMENT = 1_500;

  private final Connection connection;
  private final Set<String> stored = new HashSet<>();
  private int rows;

  OracleLake(String trino) throws SQLException {
    this.connection =
        DriverManager.getConnection("jdbc:trino://" + trino + "?user=metricflow-admin");
  }

  /** Makes the schema anew, without tables. */
  void create() throws SQLException {
    run("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
    run("CREATE SCHEMA " + SCHEMA);
  }

  private static String jsonType(ColumnType type) {
    return switch (type) {
      case INT, LONG, TIMESTAMP -> "bigint";
      case DOUBLE -> "double";
      case STRING, BINARY, DATE -> "varchar";
    };
  }

  /**
   * Makes the tables with all deliveries, and what the nightly jobs would have made of the days
   * rolled up.
   */
  void load(List<World> worlds) throws SQLException {
    List<List<Object>> events = new ArrayList<>();
    List<List<Object>> persons = new ArrayList<>();
    List<List<Object>> metrics = new ArrayList<>();
    List<List<Object>> hours = new ArrayList<>();
    List<List<Object>> hourlyContexts = new ArrayList<>();
    List<List<Object>> personDays = new ArrayList<>();
    List<List<Object>> firstSeen = new ArrayList<>();
    List<List<Object>> promoted = new ArrayList<>();
    List<List<Object>> timelines = new ArrayList<>();
    List<List<Object>> codes = new ArrayList<>();
    List<List<Object>> contexts = new ArrayList<>();
    List<TimelineRows> worldTimelines = new ArrayList<>();
    for (World world : worlds) {
      PromotedWorld promotions = new PromotedWorld(world);
      promoted.addAll(promotions.rows(world.projectId()));
      world.deliveries().forEach(event -> events.add(row(world, event, promotions.derived(event))));
      world
          .persons(Worlds.ROLLED_DAYS::contains)
          .forEach((id, person) ->
              persons.add(
                  List.of(world.projectId(), id, person.personId(), person.identifiedAt())));
      MetricsRows counts = new MetricsRows(world);
      metrics.addAll(counts.days());
      hours.addAll(counts.hours());
      hourlyContexts.addAll(counts.contexts());
      PersonRows people = new PersonRows(world);
      personDays.addAll(people.days());
      firstSeen.addAll(people.firstSeen());
      TimelineRows rows = new TimelineRows(world);
      timelines.addAll(rows.timelines());
      codes.addAll(rows.codes());
      contexts.addAll(rows.contexts());
      worldTimelines.add(rows);
    }
    List<List<Object>> blocks = new ArrayList<>();
    Map<String, Long> keys =
        keys(timelines.stream().map(row -> (String) row.get(1)).distinct().toList());
    worldTimelines.forEach(rows -> blocks.addAll(rows.blocks(keys)));
    create(Tables.EVENTS, events);
    create(Tables.PERSON_MAP, persons);
    create(Tables.DAILY_METRICS, metrics);
    create(Tables.HOURLY_METRICS, hours);
    create(Tables.HOURLY_CONTEXTS, hourlyContexts);
    create(Tables.USER_DAYS, personDays);
    create(Tables.FIRST_SEEN, firstSeen);
    create(Tables.PROMOTED_PROPERTIES, promoted);
    create(Tables.USER_TIMELINES, timelines);
    create(Tables.TIMELINE_BLOCKS, blocks);
    create(Tables.TIMELINE_CODES, codes);
    create(Tables.TIMELINE_CONTEXTS, contexts);
    List<List<Object>> days = new ArrayList<>();
    long rolledAt =
        Worlds.FIRST_DAY
            .plusDays(Worlds.DAYS)
            .atStartOfDay()
            .toInstant(ZoneOffset.UTC)
            .toEpochMilli();
    for (LocalDate day : Worlds.ROLLED_DAYS) {
      Integer version =
          Worlds.COMPLETE_DAYS.contains(day) ? Integer.valueOf(RollupVersion.CURRENT) : null;
      days.add(Arrays.asList(day.toString(), rolledAt, 0, version));
    }
    create(Tables.ROLLUP_DAYS, days);
  }

  /** Makes the tables that are not there, without rows. */
  void createOthers() throws SQLException {
    for (Table table : Tables.all()) {
      try (ResultSet found =
          connection.getMetaData().getTables("lake_admin", "tables", table.name(), null)) {
        if (!found.next()) {
          create(table, List.of());
        }
      }
    }
  }

  /**
   * Of ids that follow from the event every other is left out, as of a day half compacted; never
   * those of its copies, which came later.
   */
  private List<Object> row(World world, WorldEvent event, Map<String, Object> derived) {
    long millis = event.time().toEpochMilli();
    boolean copy = !stored.add(world.projectId() + " " + event.id());
    Integer tab = copy || rows++ % 2 == 0 ? null : tab(event);
    return Tables.EVENTS.columns().stream()
        .map(Column::name)
        .<Object>map(name ->
            switch (name) {
              case "project_id" -> world.projectId();
              case "event_time", "client_time", "received_at" -> millis;
              case "event_id" -> tab == null ? event.id() : null;
              case "event_id_tab" -> tab;
              case "sequence" -> event.sequence();
              case "sent_at" -> null;
              case "properties" -> event.properties();
              case "user_properties" -> event.userProperties();
              case "event_date" -> World.utcDay(event).toString();
              default -> derived.getOrDefault(name, event.columns().get(name));
            })
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Integer tab(WorldEvent event) {
    String session = event.columns().get("session_id");
    OptionalInt tab =
        DerivedEventId.tab(
            EventIds.bytes(UUID.fromString(event.id())),
            session == null ? null : session.getBytes(UTF_8),
            event.sequence(),
            event.time().toEpochMilli());
    return tab.isPresent() ? tab.getAsInt() : null;
  }

  /**
   * Adds events to the table by a commit of their own: files that Trino wrote for another table.
   *
   * @param tables the folder of the tables
   */
  void append(Path tables, World world, List<WorldEvent> events) throws SQLException, IOException {
    run(
        "CREATE TABLE %s.later WITH (partitioned_by = ARRAY['event_date']) AS %s"
            .formatted(
                SCHEMA,
                select(
                    Tables.EVENTS,
                    json(events.stream().map(event -> row(world, event, Map.of())).toList()))));
    Path source = folder(tables, "later");
    Path target = folder(tables, "events");
    List<String> added = new ArrayList<>();
    for (String action : Files.readAllLines(source.resolve(FIRST_COMMIT))) {
      JsonNode add = JSON.readTree(action).path("add");
      if (add.isObject()) {
        added.add(action);
        Path file = Path.of(URLDecoder.decode(add.path("path").textValue(), UTF_8));
        Files.createDirectories(target.resolve(file).getParent());
        Files.copy(source.resolve(file), target.resolve(file));
      }
    }
    Files.write(target.resolve(SECOND_COMMIT), added);
  }

  private static Path folder(Path tables, String name) throws IOException {
    try (Stream<Path> folders = Files.list(tables)) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith(name + "-"))
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * Makes {@code table} of rows in the order of its columns: numbers and texts; times are epoch
   * milliseconds, binaries UUIDs or other hexadecimal digits. Trino makes Delta tables on a local
   * disk but does not append to them, hence the parts.
   */
  private void create(Table table, List<List<Object>> rows) throws SQLException {
    List<String> parts = new ArrayList<>();
    for (int start = 0; start == 0 || start < rows.size(); start += ROWS_A_STATEMENT) {
      String part = "%s.%s_part_%d".formatted(SCHEMA, table.name(), parts.size());
      String json = json(rows.subList(start, Math.min(rows.size(), start + ROWS_A_STATEMENT)));
      run("CREATE TABLE %s AS %s".formatted(part, select(table, json)));
      parts.add("SELECT * FROM " + part);
    }
    String partitioning =
        table.partitionColumns().isEmpty()
            ? ""
            : "WITH (partitioned_by = ARRAY['%s']) ".formatted(table.partitionColumns().getFirst());
    run(
        "CREATE TABLE %s.%s %sAS %s"
            .formatted(SCHEMA, table.name(), partitioning, String.join(" UNION ALL ", parts)));
  }

  private static String select(Table table, String json) {
    String read =
        table.columns().stream()
            .map(column -> read(column) + " AS " + column.name())
            .collect(Collectors.joining(", "));
    String types =
        table.columns().stream()
            .map(column -> column.name() + " " + jsonType(column.type()))
            .collect(Collectors.joining(", "));
    return "SELECT %s FROM UNNEST(CAST(json_parse('%s') AS array(row(%s))))"
        .formatted(read, json.replace("'", "''"), types);
  }

  /** The keys that stand for persons in blocks. */
  private Map<String, Long> keys(List<String> persons) throws SQLException {
    Map<String, Long> keys = new HashMap<>();
    String sql =
        "SELECT id, from_big_endian_64(xxhash64(to_utf8(id)))"
            + " FROM UNNEST(CAST(json_parse(?) AS array(varchar))) AS ids(id)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, JSON.writeValueAsString(persons));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          keys.put(rows.getString(1), rows.getLong(2));
        }
      }
      return keys;
    } catch (JsonProcessingException impossible) {
      throw new IllegalArgumentException(persons.toString(), impossible);
    }
  }

  private static String read(Column column) {
    String name = column.name();
    return switch (column.type()) {
      case INT -> "CAST(%s AS integer)".formatted(name);
      case LONG, DOUBLE, STRING -> name;
      case BINARY -> "from_hex(replace(%s, '-'))".formatted(name);
      case DATE -> "CAST(%s AS date)".formatted(name);
      case TIMESTAMP ->
          "CAST(from_unixtime_nanos(%s * 1000000) AS timestamp(3) with time zone)".formatted(name);
    };
  }

  private static String json(List<List<Object>> rows) {
    try {
      return JSON.writeValueAsString(rows);
    } catch (JsonProcessingException impossible) {
      throw new IllegalArgumentException(Arrays.toString(rows.toArray()), impossible);
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

package metricflow.api.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
final class SchemaNotesTest {
  private static final SchemaNote PURCHASE =
      new SchemaNote("purchase", "It's \"paid\";\nDROP TABLE schema_notes", "ada", false);

  private final MetadataStore store;
  private final AuditLog audit;
  private final SchemaNotes notes;
  private final int shop;
  private final int blog;

  SchemaNotesTest(Database database) {
    this.store = database.open();
    SettableClock clock = new SettableClock();
    this.audit = new AuditLog(store, clock);
    this.notes = new SchemaNotes(store, audit);
    Projects projects = new JdbcProjects(store, clock);
    this.shop = projects.create("Shop").project().projectId();
    this.blog = projects.create("Blog").project().projectId();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_note_takes_the_place_of_the_one_before() {
    notes.put(shop, SchemaNote.Kind.EVENT, PURCHASE, Author.admin());
    assertThat(notes.of(shop, SchemaNote.Kind.EVENT)).containsEntry("purchase", PURCHASE);

    SchemaNote hidden = new SchemaNote("purchase", null, null, true);
    notes.put(shop, SchemaNote.Kind.EVENT, hidden, Author.admin());
    assertThat(notes.of(shop, SchemaNote.Kind.EVENT)).hasSize(1).containsEntry("purchase", hidden);
  }

  @Test
  void notes_are_of_one_project_and_one_kind() {
    notes.put(shop, SchemaNote.Kind.EVENT, PURCHASE, Author.admin());

    assertThat(notes.of(blog, SchemaNote.Kind.EVENT)).isEmpty();
    assertThat(notes.of(shop, SchemaNote.Kind.PROPERTY)).isEmpty();
  }

  @Test
  void what_is_said_is_in_the_audit_log() {
    notes.put(shop, SchemaNote.Kind.EVENT, PURCHASE, Author.admin());

    AuditLog.Entry entry = audit.page(shop, Long.MAX_VALUE, 1).getFirst();
    assertThat(entry.subject()).isEqualTo(new AuditLog.Subject("event", "purchase"));
    assertThat(entry.before()).isNull();
  }
}

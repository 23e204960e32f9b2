package metricflow.api.query.sql;

import io.trino.grammar.sql.SqlBaseBaseListener;
import io.trino.grammar.sql.SqlBaseParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a client's query may hold. It sees every node of the parse tree, so nothing is overlooked:
 * not in a subquery, a common table, a lateral join or a window.
 */
final class SqlRules extends SqlBaseBaseListener {
  private static final String CATALOG = "lake";
  private static final String SCHEMA = "analytics";

  /** Functions whose value may be another each time. */
  private static final Set<String> CHANGING = Set.of("now", "random", "rand", "uuid", "shuffle");

  private final SqlReader reader;
  private boolean changing;
  private final SortedSet<String> views = new TreeSet<>();
  private final SortedSet<String> others = new TreeSet<>();
  private final SortedSet<String> named = new TreeSet<>();
  private final List<SqlBaseParser.QualifiedNameContext> qualified = new ArrayList<>();

  SqlRules(SqlReader reader) {
    this.reader = reader;
  }

  /** The views that are read. */
  SortedSet<String> views() {
    return views;
  }

  /** Whether it may give something else the next time, although the views have not changed. */
  boolean isChanging() {
    return changing;
  }

  /** The names of views that stand with their schema, in the order of the text. */
  List<SqlBaseParser.QualifiedNameContext> qualified() {
    return qualified;
  }

  /** Refuses tables that are neither views nor common tables of the query. */
  void requireKnownNames() {
    for (String name : others) {
      if (!named.contains(name)) {
        throw unknown(name);
      }
    }
  }

  @Override
  public void enterTableName(SqlBaseParser.TableNameContext table) {
    if (table.queryPeriod() != null) {
      throw reader.refused(
          "cannot read another version of a view by FOR .. AS OF; the question's member 'version'"
              + " does");
    }
    read(table.qualifiedName());
  }

  @Override
  public void enterTable(SqlBaseParser.TableContext table) {
    read(table.qualifiedName());
  }

  private void read(SqlBaseParser.QualifiedNameContext table) {
    List<String> parts = table.identifier().stream().map(SqlReader::name).toList();
    String name = parts.getLast();
    boolean known = ReadOnlySql.VIEWS.contains(name);
    if (parts.size() == 1) {
      (known ? views : others).add(name);
    } else if (known && parts.subList(0, parts.size() - 1).equals(List.of(CATALOG, SCHEMA))) {
      views.add(name);
      qualified.add(table);
    } else {
      throw unknown(String.join(".", parts));
    }
  }

  private RuntimeException unknown(String name) {
    return reader.refused(
        "reads '%s'; it may read %s"
            .formatted(SqlReader.brief(name), String.join(", ", ReadOnlySql.VIEWS)));
  }

  @Override
  public void enterWith(SqlBaseParser.WithContext with) {
    if (with.RECURSIVE() != null) {
      throw reader.refused("must not be recursive");
    }
  }

  @Override
  public void enterNamedQuery(SqlBaseParser.NamedQueryContext query) {
    String name = SqlReader.name(query.identifier());
    if (ReadOnlySql.VIEWS.contains(name)) {
      throw reader.refused(
          "must not give the name of the view '%s' to a WITH query".formatted(name));
    }
    named.add(name);
  }

  @Override
  public void enterFunctionCall(SqlBaseParser.FunctionCallContext call) {
    if (call.qualifiedName() != null && call.qualifiedName().identifier().size() > 1) {
      throw reader.refused("must call functions by their bare names");
    }
    changing |=
        call.qualifiedName() != null
            && CHANGING.contains(SqlReader.name(call.qualifiedName().identifier(0)));
  }

  @Override
  public void enterCurrentDate(SqlBaseParser.CurrentDateContext date) {
    changing = true;
  }

  @Override
  public void enterCurrentTime(SqlBaseParser.CurrentTimeContext time) {
    changing = true;
  }

  @Override
  public void enterCurrentTimestamp(SqlBaseParser.CurrentTimestampContext time) {
    changing = true;
  }

  @Override
  public void enterLocalTime(SqlBaseParser.LocalTimeContext time) {
    changing = true;
  }

  @Override
  public void enterLocalTimestamp(SqlBaseParser.LocalTimestampContext time) {
    changing = true;
  }

  @Override
  public void enterSampledRelation(SqlBaseParser.SampledRelationContext relation) {
    changing |= relation.TABLESAMPLE() != null;
  }

  @Override
  public void enterTableFunctionInvocation(SqlBaseParser.TableFunctionInvocationContext call) {
    throw reader.refused("must not call table functions: TABLE(..)");
  }

  @Override
  public void enterParameter(SqlBaseParser.ParameterContext parameter) {
    throw reader.refused("must not have parameters: ?");
  }

  @Override
  public void enterFunctionSpecification(SqlBaseParser.FunctionSpecificationContext function) {
    throw reader.refused("must not define functions");
  }
}

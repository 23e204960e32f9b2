package metricflow.api.query.sql;

import io.trino.grammar.sql.SqlBaseLexer;
import io.trino.grammar.sql.SqlBaseParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTreeWalker;

/** Reads SQL by Trino's own grammar, and refuses whatever is no plain query. */
final class SqlReader {
  private static final int SHOWN = 200;

  private final String member;

  SqlReader(String member) {
    this.member = member;
  }

  ReadOnlySql read(String sent) {
    if (sent.chars().anyMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c))) {
      throw refused("holds control characters");
    }
    SqlBaseParser.QueryContext query = parse(sent);
    SqlRules rules = new SqlRules(this);
    walk(rules, query);
    rules.requireKnownNames();
    return withoutQualifiers(sent, query, rules);
  }

  private SqlBaseParser.QueryContext parse(String sql) {
    SqlBaseLexer lexer = new SqlBaseLexer(CharStreams.fromString(sql));
    SqlBaseParser parser = new SqlBaseParser(new CommonTokenStream(lexer));
    BaseErrorListener stop =
        new BaseErrorListener() {
          @Override
          public void syntaxError(
              Recognizer<?, ?> recognizer,
              Object token,
              int line,
              int column,
              String message,
              RecognitionException cause) {
            throw refused(
                "is no SQL at line %d, column %d: %s".formatted(line, column + 1, brief(message)));
          }
        };
    lexer.removeErrorListeners();
    lexer.addErrorListener(stop);
    parser.removeErrorListeners();
    parser.addErrorListener(stop);
    try {
      return query(parser.singleStatement().statement());
    } catch (StackOverflowError tooDeep) {
      throw refused("is nested too deeply");
    }
  }

  private void walk(SqlRules rules, ParserRuleContext tree) {
    try {
      ParseTreeWalker.DEFAULT.walk(rules, tree);
    } catch (StackOverflowError tooDeep) {
      throw refused("is nested too deeply");
    }
  }

  private SqlBaseParser.QueryContext query(SqlBaseParser.StatementContext statement) {
    if (statement instanceof SqlBaseParser.StatementDefaultContext plain
        && plain.rootQueryWithSession().sessionProperty().isEmpty()
        && plain.rootQueryWithSession().rootQuery().functionSpecification().isEmpty()) {
      return plain.rootQueryWithSession().rootQuery().query();
    }
    throw refused("must be one SELECT, perhaps with WITH; nothing else is run");
  }

  /** A position in the text of the client, in characters. */
  private static int at(String sql, int codePoint) {
    return sql.offsetByCodePoints(0, codePoint);
  }

  private ReadOnlySql withoutQualifiers(
      String sent, SqlBaseParser.QueryContext query, SqlRules rules) {
    List<Edit> edits = new ArrayList<>();
    for (SqlBaseParser.QualifiedNameContext name : rules.qualified()) {
      int last = name.identifier().size() - 1;
      edits.add(
          new Edit(
              at(sent, name.getStart().getStartIndex()),
              at(sent, name.identifier(last).getStart().getStartIndex())));
    }
    StringBuilder text = new StringBuilder(sent);
    edits.reversed().forEach(edit -> text.delete(edit.start, edit.end));
    int with = query.with() == null ? -1 : end(sent, query.with().WITH().getSymbol());
    ReadOnlySql.Limit limit = limit(sent, query.queryNoWith());
    return new ReadOnlySql(
        text.toString(),
        rules.views(),
        with < 0 ? -1 : moved(edits, with),
        new ReadOnlySql.Limit(moved(edits, limit.start()), moved(edits, limit.end()), limit.rows()),
        rules.isChanging());
  }

  /** A part of the text that is left out. */
  private record Edit(int start, int end) {}

  private static int moved(List<Edit> edits, int position) {
    int shift = 0;
    for (Edit edit : edits) {
      shift += edit.end <= position ? edit.end - edit.start : 0;
    }
    return position - shift;
  }

  private static int end(String sql, Token token) {
    return at(sql, token.getStopIndex() + 1);
  }

  private ReadOnlySql.Limit limit(String sent, SqlBaseParser.QueryNoWithContext query) {
    if (query.TIES() != null) {
      throw refused("must end with LIMIT instead of FETCH .. WITH TIES");
    }
    ParserRuleContext number = query.limit != null ? query.limit : query.fetchFirst;
    if (number == null) {
      boolean oneRow = query.FETCH() != null;
      return new ReadOnlySql.Limit(sent.length(), sent.length(), oneRow ? 1 : Long.MAX_VALUE);
    }
    return new ReadOnlySql.Limit(
        at(sent, number.getStart().getStartIndex()),
        end(sent, number.getStop()),
        rows(number.getText()));
  }

  private static long rows(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException allOrTooMany) {
      return Long.MAX_VALUE;
    }
  }

  /** The name that an identifier means; Trino looks up tables by it, quoted or not. */
  static String name(SqlBaseParser.IdentifierContext identifier) {
    String text = identifier.getText();
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return (quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text)
        .toLowerCase(Locale.ENGLISH);
  }

  ProblemException refused(String why) {
    return new ProblemException(ProblemType.QUERY_INVALID, "'%s' %s.".formatted(member, why));
  }

  static String brief(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}

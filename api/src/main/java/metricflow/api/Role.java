package metricflow.api;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What one process of the API does; by default both. */
enum Role {
  /** Takes events. */
  COLLECTOR,
  /** Answers questions, and serves the dashboard. */
  QUERY;

  /**
   * Reads {@code --role collector,query} from the command line.
   *
   * @throws IllegalArgumentException when it says something else
   */
  static Set<Role> fromArguments(String... arguments) {
    if (arguments.length == 0) {
      return EnumSet.allOf(Role.class);
    }
    if (arguments.length != 2 || !arguments[0].equals("--role")) {
      throw new IllegalArgumentException(
          "unknown arguments %s; use: --role collector,query".formatted(List.of(arguments)));
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : arguments[1].split(",")) {
      roles.add(of(name.strip()));
    }
    return roles;
  }

  private static Role of(String name) {
    for (Role role : values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
        return role;
      }
    }
    throw new IllegalArgumentException(
        "unknown role '%s'; known are collector and query".formatted(name));
  }
}

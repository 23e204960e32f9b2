package metricflow.streaming.sink;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keys and arguments of a script, in the order the script reads them. */
final class ScriptCall {
  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte[]> arguments = new ArrayList<>();

  ScriptCall key(String key) {
    keys.add(utf8(key));
    return this;
  }

  ScriptCall add(String argument) {
    arguments.add(utf8(argument));
    return this;
  }

  ScriptCall add(byte[] argument) {
    arguments.add(argument);
    return this;
  }

  ScriptCall add(long argument) {
    return add(Long.toString(argument));
  }

  List<byte[]> keys() {
    return keys;
  }

  List<byte[]> arguments() {
    return arguments;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

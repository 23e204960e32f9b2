package metricflow.api.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;

/** JSON Schema of records as Jackson writes them, component by component. */
public final class RecordSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();

  private RecordSchema() {}

  /** The schema of an object with the members of all these records. */
  public static ObjectNode of(Class<?>... types) {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    ObjectNode members = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (Class<?> type : types) {
      members(type, members, required);
    }
    return schema;
  }

  private static void members(Class<?> type, ObjectNode members, ArrayNode required) {
    for (RecordComponent component : type.getRecordComponents()) {
      AnnotatedElement accessor = component.getAccessor();
      if (accessor.isAnnotationPresent(JsonUnwrapped.class)) {
        members(component.getType(), members, required);
        continue;
      }
      JsonProperty renamed = accessor.getAnnotation(JsonProperty.class);
      String name = renamed == null ? NAMES.translate(component.getName()) : renamed.value();
      members.set(name, value(component.getGenericType()));
      if (!accessor.isAnnotationPresent(JsonInclude.class)) {
        required.add(name);
      }
    }
  }

  private static ObjectNode value(Type type) {
    ObjectNode schema = JSON.objectNode();
    if (type == long.class || type == int.class) {
      return schema.put("type", "integer");
    } else if (type == double.class) {
      return schema.put("type", "number");
    } else if (type == boolean.class) {
      return schema.put("type", "boolean");
    } else if (type == String.class) {
      return orNull(schema, "string");
    } else if (type == Boolean.class) {
      return orNull(schema, "boolean");
    } else if (type instanceof Class<?> number && Number.class.isAssignableFrom(number)) {
      return orNull(schema, "number");
    } else if (type == Object.class
        || (type instanceof Class<?> any && JsonNode.class.isAssignableFrom(any))) {
      return schema;
    } else if (type instanceof Class<?> array && array.isArray()) {
      return schema.put("type", "array").set("items", value(array.getComponentType()));
    } else if (type instanceof ParameterizedType generic) {
      return generic(schema, generic);
    } else if (type instanceof Class<?> record && record.isRecord()) {
      return record(record);
    }
    throw new IllegalArgumentException("no schema for " + type);
  }

  private static ObjectNode generic(ObjectNode schema, ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    if (Collection.class.isAssignableFrom(raw)) {
      return schema.put("type", "array").set("items", value(type.getActualTypeArguments()[0]));
    } else if (Map.class.isAssignableFrom(raw)) {
      return orNull(schema, "object")
          .set("additionalProperties", value(type.getActualTypeArguments()[1]));
    }
    throw new IllegalArgumentException("no schema for " + type);
  }

  /** A record that is written as one of its components has the schema of that. */
  private static ObjectNode record(Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonValue.class)) {
        return value(component.getGenericType());
      }
    }
    return of(type);
  }

  private static ObjectNode orNull(ObjectNode schema, String type) {
    schema.putArray("type").add(type).add("null");
    return schema;
  }
}

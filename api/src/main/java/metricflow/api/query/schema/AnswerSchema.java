package metricflow.api.query.schema;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import metricflow.api.query.Answer;
import metricflow.api.query.LakeVersion;
import metricflow.api.query.Served;

/** JSON Schema of the {@link Answer} records, component by component. */
final class AnswerSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();

  private AnswerSchema() {}

  /** Adds a schema for each kind of answer; says where they are. */
  static ArrayNode define(ObjectNode schemas) {
    ArrayNode any = JSON.arrayNode();
    for (Class<?> answer : Answer.class.getPermittedSubclasses()) {
      ObjectNode schema = of(answer);
      members(
          Served.Members.class,
          (ObjectNode) schema.path("properties"),
          (ArrayNode) schema.path("required"));
      schemas.set(answer.getSimpleName(), schema);
      any.addObject().put("$ref", "#/components/schemas/" + answer.getSimpleName());
    }
    return any;
  }

  static ObjectNode of(Class<?> type) {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    ObjectNode members = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    members(type, members, required);
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
    if (type == long.class) {
      return schema.put("type", "integer");
    } else if (type == double.class) {
      return schema.put("type", "number");
    } else if (type == boolean.class) {
      return schema.put("type", "boolean");
    } else if (type == String.class) {
      return orNull(schema, "string");
    } else if (type == Number.class || type == Long.class) {
      return orNull(schema, "number");
    } else if (type == LakeVersion.class) {
      return orNull(schema, "object").set("additionalProperties", value(long.class));
    } else if (type == JsonNode.class || type == Object.class) {
      return schema.put("description", "JSON as it was sent");
    } else if (type == long[].class) {
      return schema.put("type", "array").set("items", value(long.class));
    } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return schema.put("type", "array").set("items", value(list.getActualTypeArguments()[0]));
    } else if (type instanceof Class<?> record && record.isRecord()) {
      return of(record);
    }
    throw new IllegalArgumentException("no schema for " + type);
  }

  private static ObjectNode orNull(ObjectNode schema, String type) {
    schema.putArray("type").add(type).add("null");
    return schema;
  }
}

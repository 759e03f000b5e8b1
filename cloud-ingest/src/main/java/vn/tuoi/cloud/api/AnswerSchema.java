package vn.tuoi.cloud.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import vn.tuoi.config.json.StrictJson;

/**
 * The JSON schema of what a route answers, made from the record that is written, so that it cannot be out of date. A
 * document that is passed on as it came has any fields.
 */
final class AnswerSchema {
    private AnswerSchema() {}

    static ObjectNode of(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            ObjectNode schema = schema("array");
            schema.set("items", of(list.getActualTypeArguments()[0]));
            return schema;
        }
        Class<?> plain = (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
        if (plain == boolean.class || plain == Boolean.class) {
            return schema("boolean");
        }
        if (plain == int.class || plain == Integer.class || plain == long.class || plain == Long.class) {
            return schema("integer");
        }
        if (plain == double.class || plain == Double.class) {
            return schema("number");
        }
        if (plain == Instant.class) {
            return schema("string").put("format", "date-time");
        }
        if (plain == LocalDate.class) {
            return schema("string").put("format", "date");
        }
        if (plain.isEnum()) {
            ObjectNode schema = schema("string");
            ArrayNode values = schema.putArray("enum");
            for (Object constant : plain.getEnumConstants()) {
                values.add(StrictJson.tree(constant));
            }
            return schema;
        }
        if (plain == String.class || plain == UUID.class || isWrittenAsText(plain)) {
            return schema("string");
        }
        return plain.isRecord() ? record(plain) : JsonNode.class.isAssignableFrom(plain) ? any() : schema("object");
    }

    private static boolean isWrittenAsText(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(part -> part.getAccessor().isAnnotationPresent(JsonValue.class)
                                && part.getType() == String.class);
    }

    private static ObjectNode record(Class<?> type) {
        ObjectNode schema = schema("object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (RecordComponent part : type.getRecordComponents()) {
            properties.set(part.getName(), of(part.getGenericType()));
            JsonProperty property = part.getAccessor().getAnnotation(JsonProperty.class);
            if ((property != null && property.required()) || part.getType() == List.class) {
                required.add(part.getName()); // a list may be empty, and is always there
            }
        }
        schema.set("required", required);
        return schema;
    }

    private static ObjectNode schema(String type) {
        return any().put("type", type);
    }

    private static ObjectNode any() {
        return JsonNodeFactory.instance.objectNode();
    }
}

package vn.tuoi.config.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * JSON as this project reads and writes it: unknown fields, duplicate keys, wrong types and documents of more than
 * {@link #MAX_DOCUMENT_BYTES} are refused with the field's path; instants are ISO-8601; absent values are left out, absent
 * lists are empty.
 * Thread-safe.
 */
public final class StrictJson {
    /** Above any plan of 200 zones; a larger document is refused unread. */
    public static final int MAX_DOCUMENT_BYTES = 1 << 20;

    private static final JsonSetter.Value EMPTY_WHEN_ABSENT = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
    private static final ObjectMapper MAPPER = build();
    private static final ObjectReader OWN = MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private StrictJson() {}

    /** A field that must be there must also have a value: Jackson alone takes {@code null} for one. */
    private static final class RequiredIsNotNull extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public JsonSetter.Value findSetterInfo(Annotated annotated) {
            JsonSetter.Value info = super.findSetterInfo(annotated);
            return annotated instanceof AnnotatedMember member && Boolean.TRUE.equals(hasRequiredMarker(member))
                    ? info.withValueNulls(Nulls.FAIL)
                    : info;
        }
    }

    private static ObjectMapper build() {
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new JavaTimeModule().addDeserializer(Instant.class, new QuickInstant()))
                .annotationIntrospector(new RequiredIsNotNull())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .withCoercionConfig(
                        LogicalType.Textual,
                        config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .withConfigOverride(List.class, absent -> absent.setSetterInfo(EMPTY_WHEN_ABSENT))
                .withConfigOverride(Set.class, absent -> absent.setSetterInfo(EMPTY_WHEN_ABSENT))
                .withConfigOverride(Map.class, absent -> absent.setSetterInfo(EMPTY_WHEN_ABSENT))
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(32)
                        .maxDocumentLength(MAX_DOCUMENT_BYTES)
                        .maxStringLength(64 * 1024)
                        .maxNameLength(256)
                        .build());
        return mapper;
    }

    /** Reads a document of {@code type}; every problem that Jackson reports names the field. */
    public static <T> T read(byte[] json, Class<T> type) throws MalformedDocument {
        if (json.length > MAX_DOCUMENT_BYTES) {
            throw new MalformedDocument("", "has more bytes than are read: the limit is " + MAX_DOCUMENT_BYTES);
        }
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new MalformedDocument("", "must be a JSON object, not null");
            }
            return value;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /**
     * Reads a document of our own that a newer program may have written, e.g. a state file after a step back: fields
     * that it has added are passed over, everything else is as strict as {@link #read}.
     */
    public static <T> T readOwn(byte[] json, Class<T> type) throws MalformedDocument {
        if (json.length > MAX_DOCUMENT_BYTES) {
            throw new MalformedDocument("", "has more bytes than are read: the limit is " + MAX_DOCUMENT_BYTES);
        }
        try {
            return OWN.readValue(json, type);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** Reads part of an already parsed document. */
    public static <T> T read(JsonNode json, Class<T> type) throws MalformedDocument {
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    /** Writes a document; the same value always gives the same bytes. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getName() + " as JSON", e);
        }
    }

    /** Writes a document for people to read and edit. */
    public static byte[] writeIndented(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getName() + " as JSON", e);
        }
    }

    /** A document as a tree, for building answers. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    private static MalformedDocument malformed(IOException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return new MalformedDocument(path(unknown), "unknown field; known here: " + unknown.getKnownPropertyIds());
        }
        if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
            return new MalformedDocument(
                    path(format),
                    "\"" + format.getValue() + "\" is not one of "
                            + List.of(format.getTargetType().getEnumConstants()));
        }
        if (e instanceof InvalidNullException missing) {
            return new MalformedDocument(path(missing), "must have a value, not null");
        }
        if (e instanceof MismatchedInputException mismatch && isAboutTypes(mismatch)) {
            return new MalformedDocument(path(mismatch), "must be " + kind(mismatch.getTargetType()));
        }
        if (e instanceof JsonMappingException mapping) {
            Throwable cause = mapping.getCause();
            String reason = cause instanceof IllegalArgumentException && cause.getMessage() != null
                    ? cause.getMessage()
                    : mapping.getOriginalMessage();
            return new MalformedDocument(path(mapping), reason);
        }
        if (e instanceof JsonProcessingException syntax) {
            String where = syntax.getLocation() == null
                    ? ""
                    : " at line " + syntax.getLocation().getLineNr() + " column "
                            + syntax.getLocation().getColumnNr();
            return new MalformedDocument("", "is not JSON" + where + ": " + syntax.getOriginalMessage());
        }
        return new MalformedDocument("", "cannot be read: " + e.getMessage());
    }

    /** Jackson's own words name Java's types, which nobody who edits a file knows. */
    private static boolean isAboutTypes(MismatchedInputException e) {
        return e.getCause() == null
                && e.getTargetType() != null
                && (e.getOriginalMessage().startsWith("Cannot coerce")
                        || e.getOriginalMessage().startsWith("Cannot construct")
                        || e.getOriginalMessage().startsWith("Cannot deserialize"));
    }

    private static String kind(Class<?> type) {
        if (type == String.class) {
            return "a text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a whole number";
        }
        if (type == LocalTime.class) {
            return "a time of day, e.g. 06:30";
        }
        if (type == LocalDate.class) {
            return "a date, e.g. 2026-11-25";
        }
        if (type == Instant.class) {
            return "a time, e.g. 2026-11-25T06:30:00Z";
        }
        if (type.isEnum()) {
            return "one of " + List.of(type.getEnumConstants());
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.isRecord() || type.isInterface() || Map.class.isAssignableFrom(type)
                ? "an object"
                : "another kind of value";
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            } else if (step.getIndex() >= 0) {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.toString();
    }
}

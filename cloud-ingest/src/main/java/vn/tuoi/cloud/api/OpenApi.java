package vn.tuoi.cloud.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** The OpenAPI 3.1 document of the routes, made from the routes themselves, so that it cannot be out of date. */
final class OpenApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OpenApi() {}

    static ObjectNode of(List<Endpoint> endpoints) {
        ObjectNode document = JSON.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Tưới")
                .put("version", "1")
                .put("description", "Irrigation. Errors are RFC 9457 problem documents with a stable code.");
        ObjectNode components = document.putObject("components");
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("session").put("type", "apiKey").put("in", "cookie").put("name", SessionRoutes.COOKIE);
        schemes.putObject("token").put("type", "http").put("scheme", "bearer");
        problemSchema(components.putObject("schemas").putObject("Problem"));
        ObjectNode paths = document.putObject("paths");
        for (Endpoint endpoint : endpoints) {
            String method = endpoint.method().name().toLowerCase(Locale.ROOT);
            operation(paths.withObjectProperty(endpoint.path()).putObject(method), endpoint);
        }
        return document;
    }

    private static void problemSchema(ObjectNode schema) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (String text : List.of("type", "title", "code", "detail")) {
            properties.putObject(text).put("type", "string");
        }
        properties.putObject("status").put("type", "integer");
        ObjectNode error = properties.putObject("errors").put("type", "array").putObject("items");
        error.put("type", "object");
        ObjectNode fields = error.putObject("properties");
        fields.putObject("field").put("type", "string");
        fields.putObject("message").put("type", "string");
    }

    private static void operation(ObjectNode operation, Endpoint endpoint) {
        operation.put("summary", endpoint.summary());
        if (!endpoint.access().open()) {
            ArrayNode security = operation.putArray("security");
            security.addObject().putArray("session");
            security.addObject().putArray("token");
            ArrayNode roles = operation.putArray("x-roles");
            endpoint.access().roles().forEach(role -> roles.add(role.code()));
        }
        ArrayNode parameters = operation.putArray("parameters");
        endpoint.pathParameters()
                .forEach(name -> parameter(parameters, name, "path").put("required", true));
        endpoint.parameters().forEach(name -> parameter(parameters, name, "query"));
        if (endpoint.takesBody()) {
            operation
                    .putObject("requestBody")
                    .putObject("content")
                    .putObject("application/json")
                    .putObject("schema")
                    .put("type", "object");
        }
        ObjectNode responses = operation.putObject("responses");
        ObjectNode success =
                responses.putObject(Integer.toString(endpoint.status())).put("description", "Success.");
        Class<?> answer = endpoint.answer();
        if (answer != null) {
            success.putObject("content").putObject("application/json").set("schema", AnswerSchema.of(answer));
        }
        responses
                .putObject("default")
                .put("description", "A problem.")
                .putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
    }

    private static ObjectNode parameter(ArrayNode parameters, String name, String in) {
        ObjectNode parameter = parameters.addObject().put("name", name).put("in", in);
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }
}

package vn.tuoi.config.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import vn.tuoi.config.message.Explanation;

/** Reads why a plan was refused, also the plain sentence of farms that do not explain it by a message key. */
final class RefusalReader extends JsonDeserializer<Explanation> {
    @Override
    public Explanation deserialize(JsonParser json, DeserializationContext context) throws IOException {
        return json.currentToken() == JsonToken.VALUE_STRING
                ? Explanation.of("plan.refused.said", "reason", json.getText())
                : context.readValue(json, Explanation.class);
    }
}

package io.millrace.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The protocol: AWS JSON 1.1, one path, the operation in a header. One call changes at a time. */
final class GlueApi implements HttpHandler {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TARGET = "AWSGlue.";

  private final ApiModel model;
  private final Signature signature;
  private final Faults faults;
  private final Map<String, Operation> operations = new HashMap<>();

  GlueApi(ApiModel model, Signature signature, Faults faults) {
    this.model = model;
    this.signature = signature;
    this.faults = faults;
    DataCatalog catalog = new DataCatalog();
    operations.putAll(new DatabaseOperations(catalog, faults).all());
    operations.putAll(new TableOperations(catalog, faults).all());
    operations.putAll(new PartitionOperations(catalog, faults).all());
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    int status = 200;
    JsonNode answer;
    try {
      answer = answer(exchange, exchange.getRequestBody().readAllBytes());
    } catch (ServiceException e) {
      status = e.status();
      answer = error(e.type(), e.getMessage());
    } catch (Exception e) {
      e.printStackTrace();
      status = 500;
      answer = error("InternalServiceException", e.toString());
    }
    send(exchange, status, answer);
  }

  private JsonNode answer(HttpExchange exchange, byte[] body)
      throws IOException, GeneralSecurityException {
    String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    String operation = target.startsWith(TARGET) ? target.substring(TARGET.length()) : "";
    faults.count(operation);
    if (!model.knows(operation)) {
      throw new ServiceException("UnknownOperationException", target);
    }
    signature.check(exchange, body, "glue");
    JsonNode request = JSON.readTree(body);
    model.check(operation, request);
    faults.call(operation);
    Operation known = operations.get(operation);
    if (known == null) {
      throw new ServiceException("UnknownOperationException", operation + " is not served here");
    }
    synchronized (this) {
      return model.cut(operation, known.answer((ObjectNode) request));
    }
  }

  private static ObjectNode error(String type, String message) {
    return JSON.createObjectNode().put("__type", type).put("Message", message);
  }

  /** Answers a test, which needs no signature: {@code /control/WHAT}. */
  void control(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String what = path.substring(path.lastIndexOf('/') + 1);
    try {
      send(exchange, 200, faults.control(what, JSON.readTree(exchange.getRequestBody())));
    } catch (ServiceException e) {
      send(exchange, e.status(), error(e.type(), e.getMessage()));
    }
  }

  private static void send(HttpExchange exchange, int status, JsonNode answer) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}

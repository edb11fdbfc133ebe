package io.millrace.udf.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What AWS Secrets Manager answers to GetSecretValue, on this machine. */
public final class SecretStore implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, Map<String, String>> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  public SecretStore() throws IOException {
    // The SDK asks nobody for them if it finds these.
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Keeps a secret of text. */
  public void put(String name, String text) {
    answers.put(name, Map.of("Name", name, "SecretString", text));
  }

  void putBytes(String name, String base64) {
    answers.put(name, Map.of("Name", name, "SecretBinary", base64));
  }

  /** Names and regions that were asked for. */
  public List<String> asked() {
    return asked;
  }

  /** The reference to a secret here. */
  public String reference(String name) {
    return "aws-secretsmanager:%s?region=eu-west-1&endpoint=http://127.0.0.1:%s"
        .formatted(name, server.getAddress().getPort());
  }

  /** The reference to a secret of a store that nobody has opened. */
  public static String unreachable(String name) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "aws-secretsmanager:%s?region=eu-west-1&endpoint=http://127.0.0.1:%s"
          .formatted(name, socket.getLocalPort());
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    String name = request.path("SecretId").asText();
    String signed = exchange.getRequestHeaders().getFirst("Authorization");
    String region = signed.replaceFirst(".*Credential=test/\\d+/([^/]+)/secretsmanager/.*", "$1");
    asked.add(name + " in " + region);
    boolean known =
        answers.containsKey(name)
            && "secretsmanager.GetSecretValue"
                .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    byte[] answer =
        JSON.writeValueAsString(
                known
                    ? answers.get(name)
                    : Map.of(
                        "__type",
                        "ResourceNotFoundException",
                        "Message",
                        "Secrets Manager can't find the specified secret."))
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(known ? 200 : 400, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }
}

package io.millrace.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a server of Iceberg's REST protocol and lets through who has the token, or asks for
 * one with the right credential, as OAuth 2.0 has it (RFC 6749, section 4.4).
 */
public final class RestGuard implements AutoCloseable {

  public static final String TOKEN = "open-sesame";
  public static final String CREDENTIAL = "millrace:s3same";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI behind;

  private RestGuard(HttpServer server, URI behind) {
    this.server = server;
    this.behind = behind;
  }

  /** Starts one before the server at this address. */
  public static RestGuard before(URI behind) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    RestGuard guard = new RestGuard(server, behind);
    server.createContext("/", guard::handle);
    server.setExecutor(guard.threads);
    server.start();
    return guard;
  }

  /** What a client is told to call. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (exchange.getRequestURI().getPath().endsWith("/oauth/tokens")) {
        tokens(exchange, new String(body, UTF_8));
      } else if (("Bearer " + TOKEN)
          .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        forward(exchange, body);
      } else {
        answer(
            exchange,
            401,
            "{\"error\":{\"message\":\"the token is missing or wrong\",\"type\":\"NotAuthorizedException\",\"code\":401}}");
      }
    }
  }

  private static void tokens(HttpExchange exchange, String form) throws IOException {
    String[] parts = CREDENTIAL.split(":", -1);
    if (form.contains("client_id=" + parts[0]) && form.contains("client_secret=" + parts[1])) {
      answer(
          exchange,
          200,
          "{\"access_token\":\"%s\",\"token_type\":\"bearer\",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\",\"expires_in\":3600}"
              .formatted(TOKEN));
    } else {
      answer(
          exchange,
          401,
          "{\"error\":\"invalid_client\",\"error_description\":\"the credential is wrong\"}");
    }
  }

  private void forward(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI().toString()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type != null) {
      request.header("Content-Type", type);
    }
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answer(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

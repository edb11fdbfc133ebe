package io.millrace.support;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Iceberg's own server of its REST protocol, in a Java of its own; the warehouse is a folder. */
public final class RestCatalog implements AutoCloseable {

  private final Process process;
  private final URI uri;
  private final HttpClient client = HttpClient.newHttpClient();

  private RestCatalog(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** Starts one without namespaces; its warehouse, tables and log are in {@code folder}. */
  public static RestCatalog start(Path folder) throws Exception {
    int port;
    try (ServerSocket any = new ServerSocket(0)) {
      port = any.getLocalPort();
    }
    Path classPath =
        Path.of(System.getProperty("millrace.basedir"), "target", "rest-catalog.classpath");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Files.readString(classPath),
                "org.apache.iceberg.rest.RESTCatalogServer"));
    builder
        .environment()
        .putAll(
            Map.of(
                "CATALOG_REST_PORT", String.valueOf(port),
                "CATALOG_WAREHOUSE", folder.resolve("warehouse").toUri().toString(),
                "CATALOG_URI", "jdbc:sqlite:" + folder.resolve("catalog.db")));
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("rest.log").toFile())
            .start();
    RestCatalog catalog = new RestCatalog(process, URI.create("http://127.0.0.1:" + port));
    catalog.await();
    return catalog;
  }

  /** Tries until the server answers. */
  private void await() throws Exception {
    Instant end = Instant.now().plus(Duration.ofMinutes(1));
    while (true) {
      try {
        send(HttpRequest.newBuilder(uri.resolve("/v1/config")).build());
        return;
      } catch (IOException e) {
        if (!process.isAlive() || Instant.now().isAfter(end)) {
          throw new IllegalStateException("the catalog does not start, see rest.log", e);
        }
        Thread.sleep(50);
      }
    }
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  /** What a client is told to call. */
  public URI uri() {
    return uri;
  }

  /** Makes a namespace, as somebody does who may. */
  public void makeNamespace(String name) throws Exception {
    send(
        HttpRequest.newBuilder(uri.resolve("/v1/namespaces"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{ \"namespace\": [\"%s\"], \"properties\": {} }".formatted(name)))
            .build());
  }

  /** What the server says of the tables of a namespace, as JSON. */
  public String tables(String namespace) throws Exception {
    return send(
        HttpRequest.newBuilder(uri.resolve("/v1/namespaces/" + namespace + "/tables")).build());
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}

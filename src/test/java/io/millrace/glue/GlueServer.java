package io.millrace.glue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server that speaks the protocol of AWS Glue's Data Catalog, in a Java of its own: databases,
 * tables and partitions, kept in memory. Requests are checked, and answers cut, by AWS's own
 * description of the API.
 */
public final class GlueServer implements AutoCloseable {

  /** Whose requests it takes. */
  public static final String KEY = "test";

  public static final String SECRET = "a secret of the tests";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final URI endpoint;
  private final HttpClient client = HttpClient.newHttpClient();

  private GlueServer(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts one without databases; its log goes to {@code folder}. */
  public static GlueServer start(Path folder) throws Exception {
    String classPath =
        Stream.of(GlueProcess.class, ObjectMapper.class, JsonFactory.class, JsonInclude.class)
            .map(GlueServer::location)
            .collect(Collectors.joining(File.pathSeparator));
    Path model =
        Path.of(
            System.getProperty("millrace.basedir"),
            "target/aws-models/models/glue-2017-03-31-model.json");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                GlueProcess.class.getName(),
                model.toString(),
                KEY,
                SECRET)
            .redirectError(folder.resolve("glue.log").toFile())
            .start();
    BufferedReader told = process.inputReader();
    String port = told.readLine();
    if (port == null) {
      throw new IllegalStateException("the server of Glue does not start, see glue.log");
    }
    return new GlueServer(process, URI.create("http://127.0.0.1:" + port));
  }

  /** Where a class is loaded from: this server gets no other class of the tests' class path. */
  private static String location(Class<?> loaded) {
    return new File(loaded.getProtectionDomain().getCodeSource().getLocation().getPath())
        .toString();
  }

  /** What a client is told to call. */
  public URI endpoint() {
    return endpoint;
  }

  /** How often each operation was called, calls that were refused included. */
  public Map<String, Integer> calls() {
    Map<String, Integer> calls = new TreeMap<>();
    control("calls", JSON.createObjectNode())
        .properties()
        .forEach(entry -> calls.put(entry.getKey(), entry.getValue().asInt()));
    return calls;
  }

  /** The same for one operation. */
  public int calls(String operation) {
    return calls().getOrDefault(operation, 0);
  }

  /** Lets the next calls of an operation, so many, fail with an error of AWS. */
  public void fail(String operation, String error, String message, int times) {
    control("fail", fault(operation, error, message, times));
  }

  /**
   * Lets a batch operation fail for one of its items, the next times that it comes; of {@code
   * BatchGetPartition} it becomes an unprocessed key.
   */
  public void failItem(
      String operation, List<String> values, String error, String message, int times) {
    ObjectNode order = fault(operation, error, message, times);
    values.forEach(order.putArray("values")::add);
    control("fail", order);
  }

  private static ObjectNode fault(String operation, String error, String message, int times) {
    return JSON.createObjectNode()
        .put("operation", operation)
        .put("error", error)
        .put("message", message)
        .put("times", times);
  }

  /** Answers lists in pieces of this size, if the API allows as many. */
  public void pageSize(int size) {
    control("page-size", JSON.createObjectNode().put("size", size));
  }

  /** Forgets calls, errors that are due and the size of pages; what the catalog holds stays. */
  public void forget() {
    control("forget", JSON.createObjectNode());
  }

  private JsonNode control(String what, ObjectNode order) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/control/" + what))
            .POST(HttpRequest.BodyPublishers.ofString(order.toString()))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the server of Glue does not answer, see glue.log", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

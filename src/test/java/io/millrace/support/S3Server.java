package io.millrace.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * A server that speaks the S3 protocol, in a Java of its own: S3Proxy, or S3Mock with the profile
 * of that name.
 */
public final class S3Server implements AutoCloseable {

  /** Whose requests it takes. */
  public static final String KEY = "test";

  public static final String SECRET = "a secret of the tests";

  private static final List<String> OTHER_SCHEMES = List.of("s3", "s3n");

  private final Process process;
  private final int port;
  private final Map<String, Configuration> registered = new HashMap<>();

  private S3Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one with an empty bucket; its files go to {@code folder}. */
  public static S3Server start(Path folder, String bucket) throws Exception {
    return start(folder, bucket, 256);
  }

  /** The same with a heap of so many MiB. */
  public static S3Server start(Path folder, String bucket, int heap) throws Exception {
    int port;
    try (ServerSocket any = new ServerSocket(0)) {
      port = any.getLocalPort();
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-Djava.io.tmpdir=" + folder));
    command.addAll(
        System.getProperty("millrace.s3", "s3proxy").equals("s3mock")
            ? s3Mock(folder, port)
            : s3Proxy(folder, port));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3.log").toFile())
            .start();
    S3Server server = new S3Server(process, port);
    server.create(bucket);
    return server;
  }

  /** Checks signatures, keeps all in memory. */
  private static List<String> s3Proxy(Path folder, int port) throws IOException {
    Path settings = folder.resolve("s3.conf");
    Files.writeString(
        settings,
        """
        s3proxy.endpoint=http://127.0.0.1:%s
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=transient-nio2
        jclouds.identity=x
        jclouds.credential=x
        """
            .formatted(port, KEY, SECRET));
    return List.of(
        "-DLOG_LEVEL=warn", "-jar", jar("s3-server.jar"), "--properties", settings.toString());
  }

  /** Takes whoever comes, keeps files; a key may be above another. */
  private static List<String> s3Mock(Path folder, int port) {
    return List.of(
        "-jar",
        jar("s3-mock.jar"),
        "--http.port=" + port,
        "--server.port=0",
        "--com.adobe.testing.s3mock.store.root=" + folder.resolve("s3"));
  }

  private static String jar(String name) {
    return Path.of(System.getProperty("millrace.basedir"), "target", name).toString();
  }

  /** Tries until the server answers. */
  private void create(String bucket) throws Exception {
    Instant end = Instant.now().plus(Duration.ofMinutes(1));
    while (true) {
      try {
        int status = put("/" + bucket);
        if (status == 200) {
          return;
        }
        throw new IllegalStateException("the S3 server answers " + status);
      } catch (IOException e) {
        if (!process.isAlive() || Instant.now().isAfter(end)) {
          throw new IllegalStateException("the S3 server does not start, see s3.log", e);
        }
        Thread.sleep(50);
      }
    }
  }

  /** Signed as version 2 of the protocol has it. */
  private int put(String resource) throws IOException, GeneralSecurityException {
    String date =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .format(Instant.now().atOffset(ZoneOffset.UTC));
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    byte[] signature =
        mac.doFinal(("PUT\n\n\n" + date + "\n" + resource).getBytes(StandardCharsets.UTF_8));
    URI uri = URI.create("http://127.0.0.1:" + port + resource);
    HttpURLConnection call = (HttpURLConnection) uri.toURL().openConnection();
    call.setRequestMethod("PUT");
    call.setRequestProperty("Date", date);
    call.setRequestProperty(
        "Authorization", "AWS " + KEY + ":" + Base64.getEncoder().encodeToString(signature));
    return call.getResponseCode();
  }

  /** What a client is told to call, with the bucket in the path. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Lets {@code s3a://} paths of a bucket lead here, and other spellings of them. */
  public void register(Configuration hadoop, String bucket) {
    register(hadoop, bucket, endpoint());
  }

  /** The same through somebody who passes on what is asked. */
  public void register(Configuration hadoop, String bucket, URI endpoint) {
    for (String scheme : OTHER_SCHEMES) {
      hadoop.set("fs." + scheme + ".impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    }
    registered.put(bucket, hadoop);
    String of = "fs.s3a.bucket." + bucket + ".";
    hadoop.set(of + "endpoint", endpoint.toString());
    hadoop.set(of + "endpoint.region", "us-east-1");
    hadoop.set(of + "path.style.access", "true");
    hadoop.set(of + "connection.ssl.enabled", "false");
    hadoop.set(of + "access.key", KEY);
    hadoop.set(of + "secret.key", SECRET);
    // S3Proxy refuses the unquoted etag that Hadoop 3.3 copies with.
    hadoop.set(of + "change.detection.mode", "none");
  }

  /** Hadoop would lead the next server's clients here, where nobody answers any more. */
  @Override
  public void close() {
    registered.forEach(
        (bucket, hadoop) -> {
          try {
            FileSystem.get(URI.create("s3a://" + bucket), hadoop).close();
            for (String scheme : OTHER_SCHEMES) {
              FileSystem.get(URI.create(scheme + "://" + bucket), hadoop).close();
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    process.destroyForcibly();
  }
}

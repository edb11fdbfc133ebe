package io.millrace.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between clients and a server of the S3 protocol, both on this machine, and lets calls go
 * wrong as the {@link Weather} says. What it passes on is as it came, so signatures hold.
 */
public final class FaultyProxy implements AutoCloseable {

  private static final int MOST_DELAY = 400;

  private final ServerSocket server;
  private final URI store;
  private final Weather weather;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Before the store at this address. */
  public FaultyProxy(URI store, Weather weather) throws IOException {
    this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    this.store = store;
    this.weather = weather;
    begin(this::accept);
  }

  /** What clients call instead of the store. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private static void begin(Runnable work) {
    Thread thread = new Thread(work, "faulty-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        open.add(client);
        begin(() -> serve(client));
      } catch (IOException e) {
        return; // It is closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Upstream upstream = new Upstream(store)) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = new BufferedOutputStream(client.getOutputStream());
      for (HttpMessage head = HttpMessage.head(in); head != null; head = HttpMessage.head(in)) {
        if (head.header("expect") != null) {
          out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
          out.flush();
        }
        HttpMessage request = head.without("expect").whole(in, false);
        S3Call call = S3Call.of(request.line(), request::header);
        Fault fault = weather.next(call).orElse(null);
        if (!answer(request, fault, upstream, out)) {
          // Without lingering the other side sees a reset, not an end.
          client.setSoLinger(true, 0);
          return;
        }
      }
    } catch (IOException e) {
      return; // The client has gone, or the store: the client sees that its connection ends.
    } finally {
      open.remove(client);
    }
  }

  /** Whether the connection goes on. */
  private static boolean answer(
      HttpMessage request, Fault fault, Upstream upstream, OutputStream out) throws IOException {
    if (fault == Fault.LOST_CALL) {
      return false;
    }
    if (fault == Fault.SLOW_DOWN || fault == Fault.INTERNAL_ERROR || fault == Fault.LATE_ERROR) {
      HttpMessage refusal = refusal(request, fault);
      refusal.write(out, refusal.body().length);
      return true;
    }
    if (fault == Fault.DELAY) {
      pause();
    }
    HttpMessage answer = upstream.call(request);
    if (fault == Fault.LOST_ANSWER) {
      return false;
    }
    if (fault == Fault.CUT) {
      answer.write(out, answer.body().length / 2);
      return false;
    }
    answer.write(out, answer.body().length);
    return !"close".equalsIgnoreCase(answer.header("connection"));
  }

  private static HttpMessage refusal(HttpMessage request, Fault fault) {
    String code = fault == Fault.SLOW_DOWN ? "SlowDown" : "InternalError";
    String status =
        switch (fault) {
          case SLOW_DOWN -> "503 Slow Down";
          case LATE_ERROR -> "200 OK";
          default -> "500 Internal Server Error";
        };
    String text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>by the tests</Message><RequestId>1</RequestId></Error>"
            .formatted(code);
    byte[] body = request.line().startsWith("HEAD ") ? new byte[0] : text.getBytes(UTF_8);
    return new HttpMessage(
        "HTTP/1.1 " + status,
        List.of("Content-Type: application/xml", "Content-Length: " + body.length),
        body);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(MOST_DELAY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket client : open) {
      client.close();
    }
  }

  /** The connection to the store, made anew when the store has ended it. */
  private static final class Upstream implements AutoCloseable {

    private final URI store;
    private Socket socket;
    private InputStream in;

    Upstream(URI store) {
      this.store = store;
    }

    HttpMessage call(HttpMessage request) throws IOException {
      HttpMessage head = socket == null ? null : ask(request);
      if (head == null) {
        // An idle connection that the store has closed; the call has not reached it.
        connect();
        head = ask(request);
      }
      if (head == null) {
        throw new IOException("the store says nothing");
      }
      boolean bodiless = request.line().startsWith("HEAD ") || head.status() == 204;
      HttpMessage answer = bodiless || head.status() == 304 ? head : head.whole(in, true);
      if ("close".equalsIgnoreCase(answer.header("connection"))) {
        close();
      }
      return answer;
    }

    private void connect() throws IOException {
      close();
      socket = new Socket(store.getHost(), store.getPort());
      in = new BufferedInputStream(socket.getInputStream());
    }

    private HttpMessage ask(HttpMessage request) {
      try {
        request.write(new BufferedOutputStream(socket.getOutputStream()), request.body().length);
        return HttpMessage.head(in);
      } catch (IOException e) {
        return null;
      }
    }

    @Override
    public void close() throws IOException {
      if (socket != null) {
        socket.close();
        socket = null;
      }
    }
  }
}

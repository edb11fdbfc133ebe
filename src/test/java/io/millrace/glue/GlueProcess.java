package io.millrace.glue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The process of {@link GlueServer}. */
public final class GlueProcess {

  private GlueProcess() {}

  /** Serves at a port, which it prints, until its input ends, as it does when a test dies. */
  public static void main(String[] args) throws IOException {
    GlueApi api =
        new GlueApi(new ApiModel(Path.of(args[0])), new Signature(args[1], args[2]), new Faults());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", api);
    server.createContext("/control/", api::control);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    server.setExecutor(threads);
    server.start();
    System.out.println(server.getAddress().getPort());
    while (System.in.read() >= 0) {
      continue;
    }
    server.stop(0);
    threads.shutdownNow();
  }
}

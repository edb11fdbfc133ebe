package io.millrace.notebooks;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Starts the kernel as its own main class does, but for one thing. Jupyter asks before the kernel
 * knows what it can answer; rapaio-jupyter-kernel 3.0.1 then looks the answer up in a map that is
 * not there yet, which ends the thread that listens, and the kernel never answers. With an empty
 * map it leaves the question aside, and Jupyter asks again.
 */
public final class KernelStart {

  private static final String PACKAGE = "org.rapaio.jupyter.kernel.";

  private KernelStart() {}

  /**
   * Runs until Jupyter ends it.
   *
   * @param args the connection file
   */
  public static void main(String[] args) throws Exception {
    Class<?> properties = Class.forName(PACKAGE + "core.ConnectionProperties");
    Object connection =
        Class.forName(PACKAGE + "core.Transform")
            .getMethod("fromJson", String.class, Class.class)
            .invoke(null, Files.readString(Path.of(args[0])), properties);
    Class<?> type = Class.forName(PACKAGE + "channels.Channels");
    Object channels = type.getConstructor(properties).newInstance(connection);
    Field handlers = type.getDeclaredField("handlers");
    handlers.setAccessible(true);
    handlers.set(channels, Map.of());
    // Cells show things through this one.
    Object kernel = Class.forName(PACKAGE + "MainApp").getField("kernel").get(null);
    type.getMethod("connect", kernel.getClass()).invoke(channels, kernel);
    type.getMethod("joinUntilClose").invoke(channels);
  }
}

package io.millrace.notebooks;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Starts the kernel as its own main class does, but for two races of rapaio-jupyter-kernel 3.0.1
 * that leave Jupyter without an answer for ever. Asked before it knows what it can answer, it looks
 * the answer up in a map that is not there yet, which ends the thread that listens; with an empty
 * map it leaves the question aside, and Jupyter asks again. And a thread that listens is told that
 * it may only once it has started, and ends if it looks before that. Also, only a {@link Picture}
 * is shown as markup.
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
    showPicturesOnly();
    type.getMethod("connect", kernel.getClass()).invoke(channels, kernel);
    for (Object channel : (Iterable<?>) value(channels, "channels")) {
      startAgain(channel);
    }
    type.getMethod("joinUntilClose").invoke(channels);
  }

  /** The kernel would take any value of a cell for markup, whoever wrote it. */
  @SuppressWarnings("unchecked")
  private static void showPicturesOnly() throws ReflectiveOperationException {
    Object options = Class.forName(PACKAGE + "global.Global").getMethod("options").invoke(null);
    options
        .getClass()
        .getMethod("set", String.class, String.class)
        .invoke(options, "display.defaultMime", "text/plain");
    Class<?> type = Class.forName(PACKAGE + "display.DisplayRenderer");
    Method html =
        Class.forName(PACKAGE + "display.DisplayData").getMethod("fromHtml", String.class);
    Object pictures =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, given) ->
                switch (method.getName()) {
                  case "rendererClass" -> Picture.class;
                  case "canRender" -> true;
                  case "render" -> html.invoke(null, String.valueOf(given[1]));
                  default -> throw new IllegalStateException("a renderer has no " + method);
                });
    Object system = Class.forName(PACKAGE + "display.DisplaySystem").getMethod("inst").invoke(null);
    ((List<Object>) value(system, "systemDisplayRenderers")).add(0, pictures);
    // Makes of a map a table, for which the kernel knows markup only.
    ((List<Object>) value(system, "systemDisplayTransformers")).clear();
  }

  private static Object value(Object of, String name) throws ReflectiveOperationException {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  /** Lets another thread do what the one does that has ended, by now told that it may. */
  private static void startAgain(Object channel) throws ReflectiveOperationException {
    for (Field field : channel.getClass().getDeclaredFields()) {
      if (Thread.class.isAssignableFrom(field.getType())) {
        Thread listening = (Thread) value(channel, field.getName());
        if (!listening.isAlive()) {
          new Thread(listening, listening.getName()).start();
        }
      }
    }
  }
}

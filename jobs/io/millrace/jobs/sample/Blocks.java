package io.millrace.jobs.sample;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes blocks of rows in parallel and hands them on in order, a few at a time. */
record Blocks(long rows, int parallelism) {

  private static final int SIZE = 10_000;

  /** Makes the rows of a block from its number alone. */
  interface Generator {
    Block generate(long block, long firstRow, int rows);
  }

  /** Takes the blocks in order. */
  interface Consumer {
    void accept(Block block) throws IOException;
  }

  void each(Generator generator, Consumer consumer) throws IOException {
    ExecutorService workers = Executors.newFixedThreadPool(parallelism, Blocks::daemon);
    Queue<Future<Block>> ahead = new ArrayDeque<>();
    try {
      for (long block = 0; block * SIZE < rows || !ahead.isEmpty(); block++) {
        if (block * SIZE < rows) {
          ahead.add(workers.submit(task(generator, block)));
        }
        if (ahead.size() > parallelism + 1 || block * SIZE >= rows) {
          consumer.accept(ahead.remove().get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("Interrupted while writing.").initCause(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A block of rows could not be made.", e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private Callable<Block> task(Generator generator, long block) {
    long firstRow = block * SIZE;
    int count = (int) Math.min(SIZE, rows - firstRow);
    return () -> generator.generate(block, firstRow, count);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sample-lake");
    thread.setDaemon(true);
    return thread;
  }
}

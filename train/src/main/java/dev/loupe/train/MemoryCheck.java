package dev.loupe.train;

import dev.loupe.nn.Network;
import dev.loupe.nn.Network.Training;
import dev.loupe.tensor.LoupeException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;

/// Compares what a training needs with what the JVM may use, before anything is allocated.
public final class MemoryCheck {
  /// One part in so many of the heap is left free: collectors can't fill a heap to the brim.
  private static final int RESERVE = 8;

  private MemoryCheck() {}

  /// How many bytes of the heap are free for a training: the largest size of the heap, less what
  /// is in use and a reserve of an eighth.
  public static long available() {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    return Math.max(0, runtime.maxMemory() - runtime.maxMemory() / RESERVE - used);
  }

  /// What is free; garbage counts only where there would be too little without it.
  static long room(MemoryNeed need) {
    long available = available();
    if (need.total() > available) {
      System.gc();
      available = available();
    }
    return available;
  }

  /// The largest batch that can be trained in some memory, up to a limit; empty if not even 1.
  ///
  /// @param threads how many compute
  /// @param available in bytes
  /// @param limit the largest batch of interest, such as the number of samples
  public static OptionalInt largestBatch(
      Network network, Training how, int threads, long available, int limit) {
    return largestBatch(b -> need(network, how, threads, b), available, limit);
  }

  /// The largest batch whose need is not above what is available, by bisection.
  static OptionalInt largestBatch(IntToLongFunction need, long available, int limit) {
    if (limit < 1 || need.applyAsLong(1) > available) {
      return OptionalInt.empty();
    }
    int fits = 1;
    long over = 2;
    while (over <= limit && need.applyAsLong((int) over) <= available) {
      fits = (int) over;
      over *= 2;
    }
    over = Math.min(over, limit + 1L);
    while (over - fits > 1) {
      int middle = (int) (fits + (over - fits) / 2);
      if (need.applyAsLong(middle) <= available) {
        fits = middle;
      } else {
        over = middle;
      }
    }
    return OptionalInt.of(fits);
  }

  /// Refuses a training that needs more than there is.
  ///
  /// @throws LoupeException with the need, what is available, and the largest batch that fits
  public static void check(
      MemoryNeed need, Network network, Training how, int threads, long available) {
    if (need.total() <= available) {
      return;
    }
    OptionalInt fits =
        need.batch() == 1
            ? OptionalInt.empty()
            : largestBatch(network, how, threads, available, need.batch() - 1);
    Runtime runtime = Runtime.getRuntime();
    long heap = runtime.maxMemory() + need.total() - available;
    String larger = "-Xmx" + ((heap + (1 << 20) - 1) >> 20) * 9 / 8 + "m";
    throw LoupeException.of("the training needs more memory than the JVM may use")
        .expected("at most " + bytes(available))
        .got(
            "%s: %s for a step of %d samples, %s to evaluate, %s of parameters, %s of batches"
                .formatted(
                    bytes(need.total()),
                    bytes(need.training()),
                    need.batch(),
                    bytes(need.evaluation()),
                    bytes(need.parameters()),
                    bytes(need.loader())))
        .fix(
            fits.isPresent()
                ? "use --batch %d, the largest that fits, or give the JVM more memory with %s"
                    .formatted(fits.getAsInt(), larger)
                : "not even a batch of 1 fits: use a smaller network or input, or give the JVM"
                    + " more memory with "
                    + larger);
  }

  /// Makes what needs memory, and says what to do where the JVM can't find it in one piece.
  static <T> T allocate(MemoryNeed need, Supplier<T> make) {
    try {
      return make.get();
    } catch (OutOfMemoryError e) {
      throw LoupeException.of("the JVM can't find the memory for the training in one piece")
          .expected(bytes(need.total()))
          .got(String.valueOf(e.getMessage()))
          .fix("give the JVM more memory with -Xmx, or use a smaller --batch than " + need.batch())
          .causedBy(e);
    }
  }

  /// Bytes in mebibytes, with one digit.
  static String bytes(long count) {
    return String.format(Locale.ROOT, "%.1f MiB", count / (double) (1 << 20));
  }

  private static long need(Network network, Training how, int threads, int batch) {
    try {
      return MemoryNeed.of(network, how, batch, threads).total();
    } catch (LoupeException | ArithmeticException e) {
      // Too large for an array: what fits a batch of 1 fails only by its size.
      if (batch == 1) {
        throw e;
      }
      return Long.MAX_VALUE;
    }
  }
}

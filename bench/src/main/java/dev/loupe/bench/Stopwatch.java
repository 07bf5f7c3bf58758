package dev.loupe.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/// Times tasks that are run in turn, so that whatever else the machine does hits all alike.
final class Stopwatch {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long CHUNK_NANOSECONDS = 200_000;
  private static final double BLOCK_SECONDS = 0.1;
  private static final double STILL_GAINING = 0.97;
  private static final int ALLOCATION_RUNS = 3;
  private static final int LONGEST_WARM_UP = 3;

  private Stopwatch() {}

  /// What is timed, and for how long in all.
  record Task(Runnable work, double seconds) {}

  /// How long a run takes, in each round.
  ///
  /// @param rounds seconds of the thread's processor time
  record Timing(List<Double> rounds) {
    /// The median of the rounds.
    double seconds() {
      return quantile(rounds, 0.5);
    }

    /// How wide the middle half of the rounds is, as a share of the median.
    double spread() {
      return (quantile(rounds, 0.75) - quantile(rounds, 0.25)) / seconds();
    }

    /// How often a run fits into one of the other's: the median of the rounds, which each compare
    /// what was timed one right after the other.
    double ratio(Timing other) {
      List<Double> ratios = new ArrayList<>();
      for (int r = 0; r < rounds.size(); r++) {
        ratios.add(other.rounds.get(r) / rounds.get(r));
      }
      return quantile(ratios, 0.5);
    }
  }

  private static double quantile(List<Double> values, double share) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /// Runs a task for some seconds, and longer, up to three times, while it still gets faster.
  static void warmUp(Runnable task, double seconds) {
    long start = System.nanoTime();
    double best = Double.MAX_VALUE;
    while (true) {
      double now = round(task, BLOCK_SECONDS);
      boolean gaining = now < STILL_GAINING * best;
      best = Math.min(best, now);
      double spent = since(start, System::nanoTime);
      if ((spent > seconds && !gaining) || spent > LONGEST_WARM_UP * seconds) {
        return;
      }
    }
  }

  /// Runs each task for a part of its seconds, and at least once, in each round.
  static List<Timing> inTurn(List<Task> tasks, int rounds) {
    List<Timing> timings = new ArrayList<>();
    tasks.forEach(t -> timings.add(new Timing(new ArrayList<>())));
    for (int r = 0; r < rounds; r++) {
      for (int t = 0; t < tasks.size(); t++) {
        Task task = tasks.get(t);
        timings.get(t).rounds().add(round(task.work(), task.seconds() / rounds));
      }
    }
    return timings;
  }

  /// The median time of a run, in seconds of this thread's processor time: what other processes
  /// take is not counted. Short runs are timed together.
  static double round(Runnable task, double seconds) {
    return round(task, seconds, System::nanoTime, THREADS::getCurrentThreadCpuTime);
  }

  /// The same by two clocks, in nanoseconds.
  ///
  /// @param wall says when the round is over
  /// @param processor says what a run took
  static double round(Runnable task, double seconds, LongSupplier wall, LongSupplier processor) {
    double[] times = new double[64];
    int chunks = 0;
    int runs = 1;
    long start = wall.getAsLong();
    do {
      long before = processor.getAsLong();
      for (int i = 0; i < runs; i++) {
        task.run();
      }
      long spent = processor.getAsLong() - before;
      if (chunks == times.length) {
        times = Arrays.copyOf(times, 2 * chunks);
      }
      times[chunks++] = spent * 1e-9 / runs;
      if (spent < CHUNK_NANOSECONDS) {
        runs *= 2;
        // What was timed in too short a chunk is noise, unless time is up.
        chunks = since(start, wall) < seconds ? 0 : chunks;
      }
    } while (since(start, wall) < seconds || chunks == 0);
    Arrays.sort(times, 0, chunks);
    return median(times, chunks);
  }

  /// Bytes that a run leaves on the heap, the mean of some runs.
  static long allocated(Runnable task) {
    // Asking leaves something too, the first time.
    THREADS.getCurrentThreadAllocatedBytes();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ALLOCATION_RUNS; i++) {
      task.run();
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / ALLOCATION_RUNS;
  }

  private static double median(double[] sorted, int count) {
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
  }

  private static double since(long start, LongSupplier clock) {
    return (clock.getAsLong() - start) * 1e-9;
  }
}

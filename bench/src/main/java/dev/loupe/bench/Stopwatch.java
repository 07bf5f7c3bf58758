package dev.loupe.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Times tasks that are run in turn, so that whatever else the machine does hits all alike.
final class Stopwatch {
  private static final double BLOCK_SECONDS = 0.1;
  private static final double STILL_GAINING = 0.97;
  private static final int ALLOCATION_RUNS = 3;
  private static final int LONGEST_WARM_UP = 4;

  private Stopwatch() {}

  /// What is timed, and for how long in all.
  record Task(Runnable work, double seconds) {}

  /// How long a run takes.
  ///
  /// @param seconds the median of all rounds
  /// @param spread the slowest round's less the fastest's, as a share of the median
  record Timing(double seconds, double spread) {}

  /// Runs a task for some seconds, and longer, up to four times, while it still gets faster.
  static void warmUp(Runnable task, double seconds) {
    long start = System.nanoTime();
    double best = Double.MAX_VALUE;
    while (true) {
      double now = round(task, BLOCK_SECONDS);
      boolean gaining = now < STILL_GAINING * best;
      best = Math.min(best, now);
      double spent = since(start);
      if ((spent > seconds && !gaining) || spent > LONGEST_WARM_UP * seconds) {
        return;
      }
    }
  }

  /// Runs each task for a part of its seconds, and at least once, in each round.
  static List<Timing> inTurn(List<Task> tasks, int rounds) {
    double[][] times = new double[tasks.size()][rounds];
    for (int r = 0; r < rounds; r++) {
      for (int t = 0; t < tasks.size(); t++) {
        Task task = tasks.get(t);
        times[t][r] = round(task.work(), task.seconds() / rounds);
      }
    }
    List<Timing> timings = new ArrayList<>();
    for (double[] t : times) {
      Arrays.sort(t);
      double median = median(t, rounds);
      timings.add(new Timing(median, (t[rounds - 1] - t[0]) / median));
    }
    return timings;
  }

  /// The median time of the runs that begin within some seconds.
  static double round(Runnable task, double seconds) {
    double[] times = new double[64];
    int runs = 0;
    long start = System.nanoTime();
    long before = start;
    do {
      task.run();
      long now = System.nanoTime();
      if (runs == times.length) {
        times = Arrays.copyOf(times, 2 * runs);
      }
      times[runs++] = (now - before) * 1e-9;
      before = System.nanoTime();
    } while ((before - start) * 1e-9 < seconds);
    Arrays.sort(times, 0, runs);
    return median(times, runs);
  }

  /// Bytes that a run leaves on the heap, the mean of some runs.
  static long allocated(Runnable task) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // Asking leaves something too, the first time.
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ALLOCATION_RUNS; i++) {
      task.run();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / ALLOCATION_RUNS;
  }

  private static double median(double[] sorted, int count) {
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
  }

  private static double since(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}

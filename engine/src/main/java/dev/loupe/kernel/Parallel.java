package dev.loupe.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A fixed team of workers that runs the pieces of one task at a time, and waits for all of them.
///
/// The caller is worker 0 and takes part. The others are daemon threads that spin for some
/// microseconds when they have nothing to do, then park; they end by themselves when the team is no
/// longer reachable, so there is nothing to close. [#run] allocates nothing. One thread at a time
/// may call it.
public final class Parallel {
  /// What a team runs: one call for each piece, in any order, on any worker.
  public interface Task {
    /// Runs a piece.
    ///
    /// @param piece 0 to the number of pieces - 1
    /// @param worker 0 to the number of threads - 1; no two pieces run on one worker at a time
    void run(int piece, int worker);
  }

  private static final int SPINS = 20_000;

  private final int threads;
  private final Team team = new Team();

  /// A team of `threads` workers, the caller among them.
  public Parallel(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a team needs at least 1 thread, got " + threads);
    }
    this.threads = threads;
    team.workers = new Thread[threads - 1];
    for (int i = 1; i < threads; i++) {
      Thread t = new Worker(team, i);
      t.setDaemon(true);
      team.workers[i - 1] = t;
    }
    for (Thread t : team.workers) {
      t.start();
    }
    Team shared = team;
    Reaper.CLEANER.register(this, shared::stop);
  }

  /// As many workers as the machine has processors.
  public static Parallel ofMachine() {
    return new Parallel(Runtime.getRuntime().availableProcessors());
  }

  /// The number of workers, the caller among them.
  public int threads() {
    return threads;
  }

  /// Runs all pieces and returns when the last has ended.
  ///
  /// @throws RuntimeException the first exception of a piece, after all pieces have ended
  public void run(Task task, int pieces) {
    if (pieces <= 1 || threads == 1) {
      runAlone(task, pieces);
      return;
    }
    team.start(task, pieces);
    team.work(0);
    team.await();
  }

  /// Runs all pieces on the caller's thread.
  public void runAlone(Task task, int pieces) {
    for (int p = 0; p < pieces; p++) {
      task.run(p, 0);
    }
  }

  /// Holds the cleaner, so that it is made only when a team is.
  private static final class Reaper {
    static final java.lang.ref.Cleaner CLEANER = java.lang.ref.Cleaner.create();
  }

  private static final class Team {
    Thread[] workers = {};
    // Claims count down; a claim is valid for whatever task is current, because the task can't
    // change before every claimed piece has ended.
    final AtomicInteger remaining = new AtomicInteger();
    final AtomicInteger unfinished = new AtomicInteger();
    final AtomicInteger parked = new AtomicInteger();
    final AtomicBoolean stopped = new AtomicBoolean();
    volatile @Nullable Task task;
    volatile int pieces;
    volatile @Nullable Throwable failure;

    void start(Task next, int count) {
      task = next;
      pieces = count;
      unfinished.set(count);
      remaining.set(count);
      if (parked.get() > 0) {
        for (Thread t : workers) {
          LockSupport.unpark(t);
        }
      }
    }

    /// Claims shares of what is left: large ones first, so that workers seldom meet, then small
    /// ones, so that they end together.
    void work(int worker) {
      int left;
      while ((left = remaining.get()) > 0) {
        int share = Math.max(1, left / (2 * (workers.length + 1)));
        if (remaining.compareAndSet(left, left - share)) {
          int first = pieces - left;
          try {
            run(worker, first, first + share);
          } catch (Throwable t) {
            failure = t;
          } finally {
            unfinished.addAndGet(-share);
          }
        }
      }
    }

    private void run(int worker, int first, int end) {
      Task current = task;
      for (int p = first; p < end && current != null; p++) {
        current.run(p, worker);
      }
    }

    void await() {
      while (unfinished.get() > 0) {
        Thread.onSpinWait();
      }
      task = null;
      Throwable t = failure;
      if (t != null) {
        failure = null;
        switch (t) {
          case RuntimeException e -> throw e;
          case Error e -> throw e;
          default -> throw new IllegalStateException(t);
        }
      }
    }

    void idle() {
      for (int i = 0; i < SPINS; i++) {
        if (remaining.get() > 0) {
          return;
        }
        Thread.onSpinWait();
      }
      parked.incrementAndGet();
      while (remaining.get() <= 0 && !stopped.get()) {
        LockSupport.park(this);
      }
      parked.decrementAndGet();
    }

    void stop() {
      stopped.set(true);
      for (Thread t : workers) {
        LockSupport.unpark(t);
      }
    }
  }

  private static final class Worker extends Thread {
    private final Team team;
    private final int index;

    Worker(Team team, int index) {
      super("loupe-" + index);
      this.team = team;
      this.index = index;
    }

    @Override
    public void run() {
      while (!team.stopped.get()) {
        team.work(index);
        team.idle();
      }
    }
  }
}

package dev.loupe.data;

import dev.loupe.tensor.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The batches of one epoch, in order; for one thread at a time.
///
/// Batches lie in a ring of buffers (two more than there are threads), so memory is bounded, and a
/// batch is valid until the next call of [#next] or [#close]. Closing ends and awaits the threads,
/// also in the middle of an epoch.
public final class Epoch implements AutoCloseable {
  private final int batches;
  private final Batch[] ring;
  private final @Nullable Throwable[] failures;
  // The number of the batch that a place of the ring holds, ready or failed; -1 for none.
  private final int[] ready;
  private final List<Thread> workers = new ArrayList<>();
  private final @Nullable BatchFiller own;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by the lock, as are the arrays above. A place of the ring belongs to a worker from the
  // claim until it is ready, then to the caller until it is released.
  private int claimed;
  private int released;
  // The caller's own.
  private int taken;
  private volatile boolean closed;
  private @Nullable Batch current;

  Epoch(Loader loader, int[] order, Seed seed, int first) {
    this.batches = loader.batches();
    this.claimed = first;
    this.released = first;
    this.taken = first;
    int places = loader.threads == 0 ? 1 : Math.min(batches, loader.threads + 2);
    this.ring = new Batch[places];
    this.ready = new int[places];
    this.failures = new @Nullable Throwable[places];
    for (int i = 0; i < places; i++) {
      ring[i] = BatchFiller.empty(loader);
      ready[i] = -1;
    }
    this.own = loader.threads == 0 ? new BatchFiller(loader, order, seed) : null;
    for (int i = 0; i < Math.min(batches, loader.threads); i++) {
      BatchFiller filler = new BatchFiller(loader, order, seed);
      Thread thread = new Thread(() -> work(filler), "loupe-loader-" + i);
      thread.setDaemon(true);
      workers.add(thread);
    }
    workers.forEach(Thread::start);
  }

  /// Goes on to the next batch, waiting for it if need be.
  ///
  /// @return false if there are no more
  /// @throws RuntimeException what reading or changing a sample of that batch threw, as it is
  /// @throws IllegalStateException if the epoch is closed
  public boolean next() {
    if (closed) {
      throw new IllegalStateException("the epoch is closed");
    }
    current = null;
    if (taken == batches) {
      return false;
    }
    if (own != null) {
      current = own.fill(taken++, ring[0], () -> false);
      return true;
    }
    lock.lock();
    try {
      int place = taken % ring.length;
      // The batch handed out before is given back by this call.
      released = taken;
      changed.signalAll();
      while (ready[place] != taken) {
        changed.awaitUninterruptibly();
      }
      taken++;
      Throwable failure = failures[place];
      if (failure != null) {
        throw asItIs(failure);
      }
      current = ring[place];
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// The batch that the last [#next] went to; its arrays are filled anew later.
  ///
  /// @throws IllegalStateException if there is none
  public Batch batch() {
    Batch batch = current;
    if (batch == null) {
      throw new IllegalStateException("no batch: call next() first, and see that it is true");
    }
    return batch;
  }

  /// Ends and awaits the threads.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      current = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    // No interrupts: one would close a file channel that a dataset shares.
    boolean interrupted = false;
    for (Thread thread : workers) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(BatchFiller filler) {
    while (true) {
      int number = claim();
      if (number < 0) {
        return;
      }
      int place = number % ring.length;
      Batch batch = ring[place];
      Throwable failure = null;
      try {
        batch = filler.fill(number, batch, () -> closed);
      } catch (Throwable t) {
        failure = t;
      }
      lock.lock();
      try {
        ring[place] = batch;
        failures[place] = failure;
        ready[place] = number;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /// The number of the next batch to prepare, once its place in the ring is free; -1 to end.
  private int claim() {
    lock.lock();
    try {
      while (!closed && claimed < batches && claimed >= released + ring.length) {
        changed.awaitUninterruptibly();
      }
      return closed || claimed == batches ? -1 : claimed++;
    } finally {
      lock.unlock();
    }
  }

  private static RuntimeException asItIs(Throwable failure) {
    return switch (failure) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException(failure);
    };
  }
}

package dev.loupe.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets a task end in order when the user presses Ctrl-C: the process waits for it.
final class Interrupt {
  private static final int PATIENCE_SECONDS = 120;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  private Interrupt(Runnable stop) {
    hook =
        new Thread(
            () -> {
              stop.run();
              waitForTheEnd();
            },
            "loupe-interrupt");
  }

  /// Calls `stop` when the process is asked to end, and holds it until [#done] is called.
  static Interrupt watch(Runnable stop) {
    Interrupt interrupt = new Interrupt(stop);
    Runtime.getRuntime().addShutdownHook(interrupt.hook);
    return interrupt;
  }

  /// The task has ended.
  void done() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and its exit code is that of the signal.
    }
  }

  private void waitForTheEnd() {
    try {
      if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.getLogger("dev.loupe.cli")
            .log(System.Logger.Level.WARNING, "the training did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.loupe.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows how far a task has come: a bar on a terminal, nothing elsewhere.
final class Progress implements AutoCloseable {
  private static final int INTERVAL_MILLISECONDS = 200;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Surroundings surroundings;
  private final boolean shown;
  private @Nullable ProgressBar bar;
  private String task = "";

  private Progress(Surroundings surroundings, boolean shown) {
    this.surroundings = surroundings;
    this.shown = shown;
  }

  /// A bar that appears with the first report.
  static Progress of(Surroundings surroundings, boolean quiet) {
    return new Progress(surroundings, surroundings.terminal() && !quiet);
  }

  /// A step is done.
  ///
  /// @param name what is going on; a new one begins a new bar
  /// @param total 0 if unknown
  synchronized void at(String name, long done, long total) {
    at(name, done, total, "");
  }

  /// A step is done, with more to say at the end of the line.
  synchronized void at(String name, long done, long total, String message) {
    if (!shown) {
      return;
    }
    ProgressBar current = bar;
    if (current == null || !name.equals(task)) {
      close();
      task = name;
      current = start(name, total);
      bar = current;
    }
    current.setExtraMessage(message.isEmpty() ? "" : " " + message);
    current.stepTo(done);
  }

  /// Takes the bar away.
  @Override
  public synchronized void close() {
    ProgressBar current = bar;
    if (current != null) {
      current.close();
      bar = null;
      surroundings.err().print(CLEAR_LINE);
      surroundings.err().flush();
    }
  }

  private ProgressBar start(String name, long total) {
    PrintStream err = surroundings.err();
    int columns = Math.max(40, surroundings.columns() - 1);
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(total > 0 ? total : -1)
        .setUpdateIntervalMillis(INTERVAL_MILLISECONDS)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .hideEta()
        .setMaxRenderedLength(columns)
        .setConsumer(new DelegatingProgressBarConsumer(text -> draw(err, text), columns))
        .build();
  }

  private static void draw(PrintStream err, String text) {
    err.print(CLEAR_LINE + text);
    err.flush();
  }
}

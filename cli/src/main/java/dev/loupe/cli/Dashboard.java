package dev.loupe.cli;

import dev.loupe.cli.BraillePlot.Curve;
import dev.loupe.train.EpochResult;
import dev.loupe.train.Task;
import dev.loupe.train.TrainingListener.StepResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Shows a training that goes on at the bottom of a terminal: curves, a bar and figures; lines that
/// are printed meanwhile go above and stay.
///
/// Each picture is one write that goes over the one before, line by line, so that nothing flickers.
/// Between two pictures the terminal is as it was: whatever ends the process, the cursor is seen
/// and lines wrap.
final class Dashboard implements AutoCloseable {
  private static final long INTERVAL_NANOSECONDS = 250_000_000;
  private static final int MOST_POINTS = 512;
  private static final int BAR = 30;
  private static final int LEAST_COLUMNS = 44;
  private static final int TWO_PLOTS = 96;
  private static final int MOST_ROWS = 10;
  private static final int LEAST_ROWS = 4;
  // The curves' names and the axis, the bar, the figures, and room for what was printed.
  private static final int OTHER_ROWS = 9;

  // Without a cursor and without wrapping; both come back at the end of the same write.
  private static final String BEGIN = "\u001b[?25l\u001b[?7l";
  private static final String END = "\u001b[?7h\u001b[?25h";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream out;
  private final TerminalSize size;
  private final boolean colours;
  private final Points loss = new Points();
  private final Points score = new Points();
  private final List<Double> epochs = new ArrayList<>();
  private final List<Double> testLoss = new ArrayList<>();
  private final List<Double> testScore = new ArrayList<>();
  private final String running;
  private final String choice;
  private long last;
  private int drawn;

  /// A dashboard that appears with the first step.
  ///
  /// @param task what its figures are called
  Dashboard(PrintStream out, TerminalSize size, boolean colours, Task task) {
    this.out = out;
    this.size = size;
    this.colours = colours;
    this.running = task.running();
    this.choice = task.choice();
  }

  /// Points of a curve, thinned to a bounded number: then each is the mean of its neighbours.
  private static final class Points {
    private final List<Double> x = new ArrayList<>();
    private final List<Double> y = new ArrayList<>();
    private int each = 1;
    private int count;
    private double sum;

    void add(double at, double value) {
      sum += value;
      count++;
      if (count == each) {
        x.add(at);
        y.add(sum / count);
        sum = 0;
        count = 0;
      }
      if (x.size() == MOST_POINTS) {
        for (int i = 0; i < MOST_POINTS / 2; i++) {
          x.set(i, x.get(2 * i + 1));
          y.set(i, (y.get(2 * i) + y.get(2 * i + 1)) / 2);
        }
        x.subList(MOST_POINTS / 2, MOST_POINTS).clear();
        y.subList(MOST_POINTS / 2, MOST_POINTS).clear();
        each *= 2;
      }
    }
  }

  /// A step was done.
  ///
  /// @param epochs how many there are
  /// @param how the figures of the moment, in a line
  void step(StepResult step, int epochs, String how) {
    double at = step.epoch() - 1 + (double) step.step() / step.steps();
    loss.add(at, step.loss());
    score.add(at, step.meanAccuracy());
    if (due()) {
      String what = "epoch %d/%d".formatted(step.epoch(), epochs);
      draw(picture(what, step.step(), step.steps(), how));
    }
  }

  /// An evaluation goes on.
  void evaluating(int done, int total) {
    if (due()) {
      draw(picture("judging", done, total, ""));
    }
  }

  /// An epoch was done and judged.
  void evaluated(EpochResult result) {
    epochs.add((double) result.epoch());
    testLoss.add(result.testLoss());
    testScore.add(result.testAccuracy());
  }

  /// Takes the picture away; a later step brings it back.
  @Override
  public void close() {
    if (drawn > 0) {
      out.print(up() + CLEAR_BELOW);
      out.flush();
      drawn = 0;
    }
    last = 0;
  }

  private boolean due() {
    long now = System.nanoTime();
    if (last != 0 && now - last < INTERVAL_NANOSECONDS) {
      return false;
    }
    last = now;
    return true;
  }

  private void draw(List<String> lines) {
    StringBuilder text = new StringBuilder(BEGIN).append(up());
    lines.forEach(l -> text.append(l).append(CLEAR_LINE).append('\n'));
    text.append(CLEAR_BELOW).append(END);
    out.print(text);
    out.flush();
    drawn = lines.size();
  }

  private String up() {
    return drawn == 0 ? "" : "\r\u001b[" + drawn + "A";
  }

  /// The lines of a picture for the terminal's size.
  List<String> picture(String what, long done, long total, String how) {
    List<String> lines = new ArrayList<>();
    int columns = size.columns();
    int rows = Math.min(MOST_ROWS, size.rows() - OTHER_ROWS);
    if (columns >= LEAST_COLUMNS && rows >= LEAST_ROWS && loss.x.size() > 1) {
      boolean two = columns >= TWO_PLOTS;
      int width = two ? columns / 2 - 1 : columns - 1;
      lines.addAll(plot("loss", "test loss", loss, testLoss, width, rows));
      if (two) {
        List<String> right = plot(running, "test " + choice, score, testScore, width, rows);
        for (int i = 0; i < lines.size(); i++) {
          lines.set(i, padded(lines.get(i), columns / 2) + right.get(i));
        }
      }
    }
    double part = total > 0 ? Math.clamp((double) done / total, 0, 1) : 0;
    int length = Math.clamp(columns - 30L, 0, BAR);
    int full = (int) Math.round(part * length);
    lines.add(
        "%s %s%s %3d %% %s/%s"
            .formatted(
                what,
                "\u2588".repeat(full),
                "\u2591".repeat(length - full),
                Math.round(100 * part),
                Figures.whole(done),
                Figures.whole(total)));
    lines.add(how);
    return lines;
  }

  private List<String> plot(
      String name, String judged, Points points, List<Double> test, int width, int rows) {
    List<Curve> curves = new ArrayList<>();
    curves.add(new Curve(name, points.x, points.y));
    String legend = "           " + BraillePlot.letter(0) + " " + name;
    if (!epochs.isEmpty()) {
      curves.add(new Curve(judged, epochs, test));
      legend += "   " + BraillePlot.letter(1) + " " + judged;
    }
    List<String> lines = new ArrayList<>(BraillePlot.lines(curves, width, rows, colours));
    lines.addFirst(legend.length() > width ? legend.substring(0, width) : legend);
    return lines;
  }

  /// Filled up with spaces; colours take no room.
  private static String padded(String text, int width) {
    int length = text.replaceAll("\u001b\\[[0-9;]*m", "").length();
    return text + " ".repeat(Math.max(1, width - length));
  }
}

package dev.loupe.train.study;

import dev.loupe.formats.AtomicFile;
import dev.loupe.train.picture.Charts;
import dev.loupe.train.picture.Drawings;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// How the loss went while the learning rate rose.
///
/// @param points a step each, in order
/// @param diverged whether the loss left its lowest value far behind, or was no longer finite
public record RateSearch(List<Point> points, boolean diverged) {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 480;

  /// The smoothed loss of the first steps is that of few batches: none of them is suggested.
  private static final int UNSURE = 5;

  /// A step.
  ///
  /// @param rate the learning rate
  /// @param loss of the batch, before the step
  /// @param smoothed the average of the losses so far, exponentially weighted
  public record Point(double rate, double loss, double smoothed) {}

  /// Copies the list.
  public RateSearch {
    points = List.copyOf(points);
  }

  /// The point with the lowest smoothed loss, the first of equals; none if the loss never fell.
  public OptionalInt lowest() {
    int lowest = -1;
    for (int i = UNSURE; i < points.size(); i++) {
      if (points.get(i).smoothed() < points.get(lowest < 0 ? 0 : lowest).smoothed()) {
        lowest = i;
      }
    }
    return lowest < 0 ? OptionalInt.empty() : OptionalInt.of(lowest);
  }

  /// The point before the lowest one at which the smoothed loss falls most for each factor of the
  /// rate, measured from the point before to the point behind; none if the loss never fell.
  public OptionalInt steepest() {
    OptionalInt end = lowest();
    int steepest = -1;
    double least = 0;
    for (int i = UNSURE; end.isPresent() && i < end.getAsInt(); i++) {
      double slope = points.get(i + 1).smoothed() - points.get(i - 1).smoothed();
      if (slope < least) {
        least = slope;
        steepest = i;
      }
    }
    return steepest < 0 ? end : OptionalInt.of(steepest);
  }

  /// The rate at the steepest descent: a good start. NaN if the loss never fell.
  public double steepestRate() {
    OptionalInt at = steepest();
    return at.isPresent() ? points.get(at.getAsInt()).rate() : Double.NaN;
  }

  /// A tenth of the rate with the lowest loss: a careful largest rate. NaN if the loss never fell.
  public double tenthOfLowest() {
    OptionalInt at = lowest();
    return at.isPresent() ? points.get(at.getAsInt()).rate() / 10 : Double.NaN;
  }

  /// Draws loss over rate, the rates on a logarithmic axis, and writes it as PNG; where a machine
  /// can't draw this is only noted.
  ///
  /// @param title stands above
  /// @throws dev.loupe.tensor.LoupeException if the file can't be written
  public boolean draw(Path file, String title, Consumer<String> note) {
    return Drawings.attempt(
        String.valueOf(file.getFileName()),
        note,
        () -> {
          BufferedImage picture = picture(title);
          AtomicFile.write(file, out -> ImageIO.write(picture, "png", out));
        });
  }

  BufferedImage picture(String title) {
    XYChart chart = Charts.chart(title, "learning rate", WIDTH, HEIGHT);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(LegendPosition.InsideSW);
    chart.setYAxisTitle("loss");
    add(chart, "batches", Point::loss, Charts.GREY);
    add(chart, "smoothed", Point::smoothed, Charts.BLUE);
    steepest().ifPresent(i -> mark(chart, "steepest", points.get(i), Charts.ORANGE));
    lowest().ifPresent(i -> mark(chart, "lowest", points.get(i), Color.BLACK));
    bound(chart);
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    try {
      chart.paint(graphics, WIDTH, HEIGHT);
    } finally {
      graphics.dispose();
    }
    return picture;
  }

  /// What comes after the lowest loss rises so far that all else would lie on the axis.
  private void bound(XYChart chart) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Point p : points.subList(0, lowest().orElse(points.size() - 1) + 1)) {
      low = Math.min(low, Math.min(p.loss(), p.smoothed()));
      high = Math.max(high, p.smoothed());
    }
    double room = Math.max(0.25 * (high - low), 1e-6);
    chart.getStyler().setYAxisMin(low - room);
    chart.getStyler().setYAxisMax(high + room);
  }

  private void add(XYChart chart, String name, ToDoubleFunction<Point> value, Color colour) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (Point p : points) {
      x.add(p.rate());
      y.add(value.applyAsDouble(p));
    }
    Charts.line(chart, name, x, y, colour);
  }

  private static void mark(XYChart chart, String name, Point at, Color colour) {
    Charts.line(chart, name, List.of(at.rate()), List.of(at.smoothed()), colour)
        .setMarker(SeriesMarkers.CIRCLE);
  }
}

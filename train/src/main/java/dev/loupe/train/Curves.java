package dev.loupe.train;

import dev.loupe.formats.AtomicFile;
import dev.loupe.train.picture.Charts;
import dev.loupe.train.picture.Drawings;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// `curves.png`: loss and accuracy over the epochs.
final class Curves {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 420;

  private Curves() {}

  /// Draws and writes the picture; where a machine can't draw (no fonts) this is only noted.
  static void write(Path file, Model model, List<EpochResult> history, TrainingListener listener) {
    Drawings.attempt(
        "curves.png",
        listener::note,
        () -> {
          BufferedImage picture = draw(model.info(), history);
          AtomicFile.write(file, out -> ImageIO.write(picture, "png", out));
        });
  }

  static BufferedImage draw(ModelInfo info, List<EpochResult> history) {
    String name = info.name();
    String judge =
        info.provenance().filter(Provenance::validated).isPresent() ? "validation" : "test";
    BufferedImage picture = new BufferedImage(2 * WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    try {
      XYChart loss = chart(name + ": loss", history);
      add(loss, "training", history, EpochResult::trainLoss, Charts.BLUE);
      add(loss, judge, history, EpochResult::testLoss, Charts.ORANGE);
      loss.paint(graphics, WIDTH, HEIGHT);
      graphics.translate(WIDTH, 0);
      Task task = info.task();
      boolean classes = task instanceof Task.Classification;
      double unit = classes ? 100 : 1;
      String what = classes ? "accuracy in %" : task.choice();
      String learned = task.running().equals(task.choice()) ? "" : " (" + task.running() + ")";
      XYChart accuracy = chart(name + ": " + what, history);
      add(accuracy, "training" + learned, history, e -> unit * e.trainAccuracy(), Charts.BLUE);
      add(accuracy, judge, history, e -> unit * e.testAccuracy(), Charts.ORANGE);
      accuracy.getStyler().setLegendPosition(LegendPosition.InsideSE);
      accuracy.paint(graphics, WIDTH, HEIGHT);
    } finally {
      graphics.dispose();
    }
    return picture;
  }

  private static XYChart chart(String title, List<EpochResult> history) {
    XYChart chart = Charts.chart(title, "epoch", WIDTH, HEIGHT);
    // Epochs are whole: what lies between them has no label.
    chart.setCustomXAxisTickLabelsFormatter(
        v -> v == Math.rint(v) ? String.valueOf(v.intValue()) : "");
    chart.getStyler().setXAxisMin(history.size() == 1 ? 0.0 : 1.0);
    chart.getStyler().setXAxisMax(history.size() == 1 ? 2.0 : (double) history.size());
    return chart;
  }

  private static void add(
      XYChart chart,
      String name,
      List<EpochResult> history,
      ToDoubleFunction<EpochResult> value,
      Color colour) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (EpochResult e : history) {
      x.add((double) e.epoch());
      y.add(value.applyAsDouble(e));
    }
    Charts.line(chart, name, x, y, colour).setMarker(SeriesMarkers.CIRCLE);
  }
}

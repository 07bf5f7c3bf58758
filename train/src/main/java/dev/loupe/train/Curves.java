package dev.loupe.train;

import dev.loupe.formats.AtomicFile;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// `curves.png`: loss and accuracy over the epochs.
final class Curves {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 420;
  private static final Color TRAIN = new Color(0x1F, 0x5A, 0xA6);
  private static final Color TEST = new Color(0xD9, 0x5F, 0x02);

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
      add(loss, "training", history, EpochResult::trainLoss, TRAIN);
      add(loss, judge, history, EpochResult::testLoss, TEST);
      loss.paint(graphics, WIDTH, HEIGHT);
      graphics.translate(WIDTH, 0);
      Task task = info.task();
      boolean classes = task instanceof Task.Classification;
      double unit = classes ? 100 : 1;
      String what = classes ? "accuracy in %" : task.choice();
      String learned = task.running().equals(task.choice()) ? "" : " (" + task.running() + ")";
      XYChart accuracy = chart(name + ": " + what, history);
      add(accuracy, "training" + learned, history, e -> unit * e.trainAccuracy(), TRAIN);
      add(accuracy, judge, history, e -> unit * e.testAccuracy(), TEST);
      accuracy.getStyler().setLegendPosition(LegendPosition.InsideSE);
      accuracy.paint(graphics, WIDTH, HEIGHT);
    } finally {
      graphics.dispose();
    }
    return picture;
  }

  private static XYChart chart(String title, List<EpochResult> history) {
    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle("epoch").build();
    chart
        .getStyler()
        .setLegendPosition(LegendPosition.InsideNE)
        .setChartBackgroundColor(Color.WHITE)
        .setChartTitleBoxVisible(false)
        .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16))
        .setLegendBorderColor(Color.LIGHT_GRAY);
    chart.getStyler().setPlotGridLinesColor(new Color(0xE0, 0xE0, 0xE0));
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
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour).setLineColor(colour);
    series.setLineWidth(2);
  }
}

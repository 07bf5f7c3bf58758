package dev.loupe.train.report;

import dev.loupe.data.image.Image;
import dev.loupe.explain.page.Axis;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.Curve;
import dev.loupe.explain.page.Figure;
import dev.loupe.explain.page.Frames;
import dev.loupe.explain.page.LineChart;
import dev.loupe.explain.page.Overlay;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The filters of the first layer as they change over a training.
final class FilterFrames {
  private static final int MOST_FILTERS = 64;
  private static final int ACROSS = 16;
  private static final int WIDTH = 640;
  private static final int CURVES = 8;

  private FilterFrames() {}

  static List<Content> of(FilterLog log) {
    if (log.entries().isEmpty()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    List<Content> frames = new ArrayList<>();
    double most = log.entries().values().stream().mapToDouble(Overlay::most).max().orElse(1);
    log.entries()
        .forEach(
            (epoch, filters) -> {
              names.add(epoch == 0 ? "at the beginning" : "after epoch " + epoch);
              frames.add(frame(filters, names.getLast(), most));
            });
    String path = log.filters().orElseThrow().path();
    return List.of(
        Content.text("The filters of %s; all have one scale, grey is 0.".formatted(path)),
        Frames.slider("epoch", names, frames, frames.size() - 1));
  }

  /// @param filters kernel..., inputs, filters
  private static Content frame(Tensor filters, String when, double most) {
    Shape shape = filters.shape();
    if (shape.rank() == 3) {
      return curves(filters, when, most);
    }
    int[] at = new int[shape.rank() - 2];
    // Of volumes the middle slice.
    for (int i = 0; i < at.length - 2; i++) {
      at[i] = shape.size(i) / 2;
    }
    int height = shape.size(at.length - 2);
    int width = shape.size(at.length - 1);
    int inputs = shape.size(at.length);
    int all = shape.channels();
    int shown = Math.min(MOST_FILTERS, all);
    int across = Math.min(ACROSS, shown);
    int rows = (shown + across - 1) / across;
    int channels = inputs == 3 ? 3 : 1;
    Image image = Image.black(across * (width + 1) - 1, rows * (height + 1) - 1, channels);
    Arrays.fill(image.pixels(), (byte) 0xFF);
    int slice = 0;
    for (int i = 0; i < at.length - 2; i++) {
      slice = slice * shape.size(i) + at[i];
    }
    for (int f = 0; f < shown; f++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int from = ((slice * height + y) * width + x) * inputs;
          int pixel =
              (f / across * (height + 1) + y) * image.width() + f % across * (width + 1) + x;
          for (int c = 0; c < channels; c++) {
            double value = filters.get((from + c) * all + f) / most;
            image.pixels()[pixel * channels + c] =
                (byte) Math.clamp(Math.round(127.5 * (1 + value)), 0, 255);
          }
        }
      }
    }
    int scale = Math.max(1, Math.min(12, WIDTH / image.width()));
    String alt = shown + " filters of " + height + "x" + width + " " + when;
    String caption = shown < all ? "The first %d of %d filters.".formatted(shown, all) : "";
    return new Figure(image, alt, caption, image.width() * scale);
  }

  private static Content curves(Tensor filters, String when, double most) {
    int length = filters.shape().size(0);
    int inputs = filters.shape().size(1);
    int all = filters.shape().channels();
    double[] places = new double[length];
    Arrays.setAll(places, i -> i);
    List<Curve> curves = new ArrayList<>();
    for (int f = 0; f < Math.min(CURVES, all); f++) {
      double[] values = new double[length];
      for (int i = 0; i < length; i++) {
        values[i] = filters.get(i * inputs * all + f);
      }
      curves.add(Curve.of("filter " + (f + 1), places, values));
    }
    String caption = "Filters on the first channel, " + when;
    return new LineChart(
        caption, Axis.of("place in the filter"), Axis.between("weight", -most, most), curves);
  }
}

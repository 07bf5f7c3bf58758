package dev.loupe.explain.filter;

import dev.loupe.data.image.Image;
import dev.loupe.data.image.Mosaic;
import dev.loupe.data.image.SampleImage;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.DataTable;
import dev.loupe.explain.page.Figure;
import dev.loupe.explain.page.HtmlPage;
import dev.loupe.explain.page.Overlay;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// What all stages of a network make of one sample, and what its poolings throw away.
public final class MapsPage {
  private static final int CELL = 120;

  private MapsPage() {}

  /// The page of a sample.
  ///
  /// @param sample as it is read
  /// @param most how many channels a stage shows: those with the greatest variance
  public static HtmlPage of(Sight sight, Tensor sample, String name, int most) {
    Tensor seen = sight.normalised(sample.reshape(sample.shape().prepend(1)));
    HtmlPage page =
        HtmlPage.of("Feature maps of " + name)
            .introduction("Each map from its least value (black) to its greatest (white).")
            .section("Sample", new Figure(sight.drawn(sample), "the sample", name));
    for (Stage stage : Stage.all(sight.lens())) {
      Tensor value = sight.lens().value(seen, stage.path()).item(0);
      List<Figure> maps = new ArrayList<>();
      for (int c : liveliest(value, most)) {
        Image map = SampleImage.channel(value, c);
        maps.add(new Figure(map, "channel " + c, String.valueOf(c), Math.max(CELL, map.width())));
      }
      String heading = stage.path() + ": " + value.shape() + (stage.pooling() ? ", pooled" : "");
      page.section(heading, Content.grid(CELL, maps));
    }
    List<PoolingLoss> losses = PoolingLoss.of(sight.lens(), seen.item(0));
    if (!losses.isEmpty()) {
      page.section("What pooling throws away", lost(losses));
    }
    return page;
  }

  /// The first maps of each stage side by side.
  ///
  /// @param sample as it is read
  public static Image sheet(Sight sight, Tensor sample, int most) {
    Tensor seen = sight.normalised(sample.reshape(sample.shape().prepend(1)));
    List<Image> images = new ArrayList<>();
    for (Stage stage : Stage.all(sight.lens())) {
      images.add(Mosaic.sized(sight.drawn(sample), CELL));
      Tensor value = sight.lens().value(seen, stage.path()).item(0);
      List<Integer> shown = liveliest(value, most);
      for (int i = 0; i < most; i++) {
        images.add(
            i < shown.size()
                ? Mosaic.sized(SampleImage.channel(value, shown.get(i)), CELL)
                : Mosaic.free());
      }
    }
    return Mosaic.of(images, most + 1, 4);
  }

  /// The channels with the greatest variance over places, the greatest first.
  static List<Integer> liveliest(Tensor value, int most) {
    int channels = value.shape().channels();
    double[] sums = new double[channels];
    double[] squares = new double[channels];
    for (int i = 0; i < value.length(); i++) {
      sums[i % channels] += value.get(i);
      squares[i % channels] += (double) value.get(i) * value.get(i);
    }
    double places = (double) value.length() / channels;
    return IntStream.range(0, channels)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer c) -> -(squares[c] - sums[c] * sums[c] / places)))
        .limit(most)
        .toList();
  }

  private static List<Content> lost(List<PoolingLoss> losses) {
    DataTable table =
        new DataTable(
            "Maximum poolings",
            List.of("layer", "before", "after", "memory", "then", "values kept", "energy kept"));
    List<Content> parts = new ArrayList<>();
    for (PoolingLoss l : losses) {
      table.row(
          l.layer(),
          l.before().shape().toString(),
          l.after().shape().toString(),
          kilobytes(l.bytesBefore()),
          kilobytes(l.bytesAfter()),
          percent((double) l.after().length() / l.before().length()),
          percent(l.kept()));
    }
    parts.add(table);
    for (PoolingLoss l : losses) {
      int channel = liveliest(l.before(), 1).getFirst();
      List<Figure> figures = new ArrayList<>();
      figures.add(figure(SampleImage.channel(l.before(), channel), "before", channel));
      figures.add(figure(SampleImage.channel(l.after(), channel), "after", channel));
      Tensor lost = l.lost(channel);
      while (lost.shape().rank() > 2) {
        lost = lost.item(lost.shape().size(0) / 2);
      }
      Image drawn = lost.shape().rank() == 2 ? Overlay.signed(lost) : SampleImage.curve(lost);
      figures.add(figure(drawn, "thrown away: before less after", channel));
      parts.add(Content.part(l.layer(), Content.grid(200, figures)));
    }
    return parts;
  }

  private static Figure figure(Image image, String what, int channel) {
    return new Figure(image, what, what + ", channel " + channel, Math.max(200, image.width()));
  }

  /// The poolings in figures, by layer: values, and the shares of values and energy that are kept.
  public static Map<String, double[]> kept(Sight sight, Tensor sample) {
    Tensor seen = sight.normalised(sample.reshape(sample.shape().prepend(1)));
    Map<String, double[]> all = new java.util.LinkedHashMap<>();
    for (PoolingLoss l : PoolingLoss.of(sight.lens(), seen.item(0))) {
      double values = (double) l.after().length() / l.before().length();
      all.put(l.layer(), new double[] {l.bytesBefore(), l.bytesAfter(), values, l.kept()});
    }
    return all;
  }

  private static String kilobytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}

package dev.loupe.explain.page;

import dev.loupe.data.image.SampleImage;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A sample as a part of a page: pictures as they are, signals as a curve for each channel, volumes
/// as slices with a slider.
///
/// @param sample spatial..., channels
/// @param alt what is seen
/// @param caption below it
/// @param width of a picture in CSS pixels
public record SampleView(Tensor sample, String alt, String caption, int width) implements Content {
  private static final int SLICES = 9;

  @Override
  public void write(Markup out) {
    view().write(out);
  }

  private Content view() {
    return switch (sample.shape().rank()) {
      case 1, 2 -> SignalChart.of(caption.isEmpty() ? alt : caption, sample);
      case 3 -> figure(sample, alt, caption);
      case 4 -> slices();
      default -> figure(SampleImage.middle(sample), alt, caption);
    };
  }

  private Figure figure(Tensor plane, String said, String below) {
    return new Figure(SampleImage.of(plane), said, below, width);
  }

  private Content slices() {
    List<String> names = new ArrayList<>();
    List<Content> figures = new ArrayList<>();
    int depth = sample.shape().size(0);
    for (int slice : Overlay.chosen(depth, SLICES)) {
      String name = (slice + 1) + " of " + depth;
      names.add(name);
      figures.add(figure(sample.item(slice), alt + ", slice " + name, caption));
    }
    return Frames.slider("slice", names, figures, names.size() / 2);
  }
}

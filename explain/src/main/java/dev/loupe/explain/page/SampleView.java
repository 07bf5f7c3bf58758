package dev.loupe.explain.page;

import dev.loupe.data.image.Image;
import dev.loupe.data.image.SampleImage;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A sample as a part of a page, perhaps with a map over it: pictures as they are, signals as a
/// curve for each channel, volumes as slices with a slider.
///
/// @param sample spatial..., channels
/// @param map spatial..., from 0: what is larger is seen more; empty for the sample alone
/// @param alt what is seen
/// @param caption below it
/// @param width of a picture in CSS pixels
public record SampleView(Tensor sample, Optional<Tensor> map, String alt, String caption, int width)
    implements Content {
  private static final int SLICES = 9;

  /// A sample alone.
  public SampleView(Tensor sample, String alt, String caption, int width) {
    this(sample, Optional.empty(), alt, caption, width);
  }

  /// The same with a map over it.
  public SampleView under(Tensor above) {
    return new SampleView(sample, Optional.of(above), alt, caption, width);
  }

  @Override
  public void write(Markup out) {
    view().write(out);
  }

  private Content view() {
    return switch (sample.shape().rank()) {
      case 1, 2 -> signal();
      case 3 -> figure(sample, map, alt);
      case 4 -> slices();
      default -> figure(SampleImage.middle(sample), Optional.empty(), alt);
    };
  }

  private Content signal() {
    String said = caption.isEmpty() ? alt : caption;
    return map.map(m -> SignalChart.of(said, sample, m, ColourMap.SEQUENTIAL, Overlay.most(m)))
        .orElseGet(() -> SignalChart.of(said, sample));
  }

  private Figure figure(Tensor plane, Optional<Tensor> above, String said) {
    Image image =
        above
            .map(
                m ->
                    Overlay.picture(
                        plane, m, ColourMap.SEQUENTIAL, map.map(Overlay::most).orElse(1.0)))
            .orElseGet(() -> SampleImage.of(plane));
    return new Figure(image, said, caption, width);
  }

  private Content slices() {
    List<String> names = new ArrayList<>();
    List<Content> figures = new ArrayList<>();
    int depth = sample.shape().size(0);
    for (int slice : Overlay.chosen(depth, SLICES)) {
      String name = (slice + 1) + " of " + depth;
      names.add(name);
      Optional<Tensor> above = map.map(m -> m.item(slice));
      figures.add(figure(sample.item(slice), above, alt + ", slice " + name));
    }
    return Frames.slider("slice", names, figures, names.size() / 2);
  }
}

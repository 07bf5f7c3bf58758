package dev.loupe.explain.filter;

import dev.loupe.data.image.Image;
import dev.loupe.data.image.Mosaic;
import dev.loupe.data.image.SampleImage;
import dev.loupe.explain.page.Overlay;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Draws filters. Grey in the middle is 0.
///
/// Filters over red, green and blue are in colours, over one channel in grey, over many channels as
/// the pattern that most of them share; of signals curves; of volumes their slices side by side.
public final class FilterPictures {
  private static final int GAP = 1;
  private static final double FAINT = 1e-12;

  private FilterPictures() {}

  /// One filter in its own range, a pixel for each weight.
  ///
  /// @param blueFirst whether three channels are blue, green, red
  public static Image of(FilterBank bank, int index, boolean blueFirst) {
    Tensor filter = shown(bank.filter(index));
    return drawn(filter, Overlay.most(filter), blueFirst);
  }

  /// The first filters of a layer side by side, each in its own range.
  ///
  /// @param most how many at most
  /// @param length of the longer side of each, pixels
  public static Image sheet(FilterBank bank, int most, int length, boolean blueFirst) {
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < Math.min(most, bank.size()); i++) {
      images.add(Mosaic.sized(of(bank, i, blueFirst), length));
    }
    return Mosaic.of(images, columns(images.size()), 4);
  }

  /// The first filters of a layer side by side, all in one range.
  ///
  /// @param weights kernel..., inputs, filters
  /// @param range the size of the weights that are black and white
  /// @param most how many at most
  /// @param length of the longer side of each, pixels
  public static Image sheet(Tensor weights, double range, int most, int length) {
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < Math.min(most, weights.shape().channels()); i++) {
      images.add(Mosaic.sized(drawn(shown(FilterBank.filter(weights, i)), range, false), length));
    }
    return Mosaic.of(images, columns(images.size()), 4);
  }

  private static int columns(int images) {
    return (int) Math.ceil(Math.sqrt(images * 2.0));
  }

  /// @param filter kernel..., 1 or 3 channels
  private static Image drawn(Tensor filter, double range, boolean blueFirst) {
    double most = Math.max(range, FAINT);
    return switch (filter.shape().rank()) {
      case 2 -> SampleImage.curve(filter, -most, most);
      case 3 -> {
        Image image = SampleImage.of(filter, -most, most);
        yield blueFirst ? image.bgr() : image;
      }
      default -> {
        List<Image> slices = new ArrayList<>();
        for (int z = 0; z < filter.shape().size(0); z++) {
          slices.add(drawn(filter.item(z), range, blueFirst));
        }
        yield Mosaic.of(slices, slices.size(), GAP);
      }
    };
  }

  /// The filter itself where its channels can be seen, else the pattern that they share.
  private static Tensor shown(Tensor filter) {
    Shape shape = filter.shape();
    boolean colours = shape.channels() == 3 && shape.rank() > 2;
    if (shape.channels() == 1 || colours) {
      return filter;
    }
    Pattern pattern = Separated.of(filter).pattern();
    Tensor one = Tensor.zeros(shape.with(-1, 1));
    for (int i = 0; i < one.length(); i++) {
      one.set(i, (float) pattern.values()[i]);
    }
    return one;
  }
}

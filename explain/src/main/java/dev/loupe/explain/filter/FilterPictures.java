package dev.loupe.explain.filter;

import dev.loupe.data.image.Image;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Draws filters. Grey in the middle is 0; each filter has its own range.
///
/// Filters over red, green and blue are in colours, over one channel in grey, over many channels as
/// the pattern that most of them share; of signals curves; of volumes their slices side by side.
public final class FilterPictures {
  private static final int GAP = 1;

  private FilterPictures() {}

  /// One filter, a pixel for each weight.
  ///
  /// @param blueFirst whether three channels are blue, green, red
  public static Image of(FilterBank bank, int index, boolean blueFirst) {
    Tensor filter = bank.filter(index);
    return switch (bank.rank()) {
      case 1 -> Pictures.curve(filter);
      case 2 -> plane(filter, blueFirst);
      default -> {
        List<Image> slices = new ArrayList<>();
        for (int z = 0; z < filter.shape().size(0); z++) {
          slices.add(plane(filter.item(z), blueFirst));
        }
        yield Pictures.mosaic(slices, slices.size(), GAP);
      }
    };
  }

  /// The first filters of a layer side by side.
  ///
  /// @param most how many at most
  /// @param length of the longer side of each, pixels
  public static Image sheet(FilterBank bank, int most, int length, boolean blueFirst) {
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < Math.min(most, bank.size()); i++) {
      images.add(Pictures.sized(of(bank, i, blueFirst), length));
    }
    int columns = (int) Math.ceil(Math.sqrt(images.size() * 2.0));
    return Pictures.mosaic(images, columns, 4);
  }

  private static Image plane(Tensor filter, boolean blueFirst) {
    Tensor shown = filter;
    if (filter.shape().channels() != 3 && filter.shape().channels() != 1) {
      Pattern pattern = Separated.of(filter).pattern();
      shown = Tensor.zeros(Shape.of(pattern.height(), pattern.width(), 1));
      for (int i = 0; i < shown.length(); i++) {
        shown.set(i, (float) pattern.values()[i]);
      }
    }
    double most = Math.max(Math.max(Pictures.most(shown), -Pictures.least(shown)), 1e-12);
    Image image = Pictures.plane(shown, -most, most);
    return blueFirst ? image.bgr() : image;
  }
}

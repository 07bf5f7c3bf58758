package dev.loupe.kernel;

import dev.loupe.kernel.ConvolutionReference.Direction;

/// The catalogs of the three convolutions.
public final class Convolutions {
  private static final String NOT_DEPTHWISE = "not every channel has a filter of its own";

  private static final Catalog<ConvolutionGeometry> FORWARD =
      Catalog.<ConvolutionGeometry>reference(g -> new ConvolutionReference(g, Direction.FORWARD))
          .vector("tiles", g -> TapConvolution.forward(g))
          .vector("patches", PatchConvolution::refusal, g -> PatchConvolution.forward(g))
          .vector("blocks", BlockConvolution::refusal, g -> BlockConvolution.forward(g))
          .vector(
              "inside",
              g -> BlockConvolution.insideRefusal(g, false),
              g -> BlockConvolution.inside(g, false))
          .vector("lines", LineConvolution::refusal, g -> LineConvolution.forward(g))
          .vector("points", PointConvolution::refusal, g -> PointConvolution.forward(g))
          .vector(
              "depthwise",
              g -> g.depthwise() ? null : NOT_DEPTHWISE,
              g -> new DepthwiseConvolution(g, Direction.FORWARD))
          .vector("winograd", WinogradSpace::refusal, g -> WinogradConvolution.forward(g));

  private static final Catalog<ConvolutionGeometry> BACK_DATA =
      Catalog.<ConvolutionGeometry>reference(g -> new ConvolutionReference(g, Direction.BACK_DATA))
          .vector("tiles", g -> TapConvolution.backData(g))
          .vector("blocks", BlockConvolution::refusal, g -> BlockConvolution.backData(g))
          .vector(
              "inside",
              g -> BlockConvolution.insideRefusal(g, true),
              g -> BlockConvolution.inside(g, true))
          .vector("lines", LineConvolution::refusal, g -> LineConvolution.backData(g))
          .vector("points", PointConvolution::backRefusal, g -> PointConvolution.backData(g))
          .vector(
              "depthwise",
              g -> g.depthwise() ? null : NOT_DEPTHWISE,
              g -> new DepthwiseConvolution(g, Direction.BACK_DATA))
          .vector("winograd", WinogradSpace::refusal, g -> WinogradConvolution.backData(g));

  private static final Catalog<ConvolutionGeometry> BACK_WEIGHTS =
      Catalog.<ConvolutionGeometry>reference(
              g -> new ConvolutionReference(g, Direction.BACK_WEIGHTS))
          .vector("blocks", g -> new BlockWeights(g))
          .vector("patches", PatchWeights::refusal, g -> new PatchWeights(g))
          .vector("runs", RunWeights::refusal, g -> new RunWeights(g))
          .vector("large", LargeWeights::refusal, g -> new LargeWeights(g))
          .vector(
              "depthwise", g -> g.depthwise() ? null : NOT_DEPTHWISE, g -> new DepthwiseWeights(g))
          .vector("depthwise runs", DepthwiseRunWeights::refusal, g -> new DepthwiseRunWeights(g))
          .vector("winograd", WinogradSpace::refusal, g -> new WinogradWeights(g));

  private Convolutions() {}

  /// The catalog of a direction.
  public static Catalog<ConvolutionGeometry> catalog(Direction direction) {
    return switch (direction) {
      case FORWARD -> FORWARD;
      case BACK_DATA -> BACK_DATA;
      case BACK_WEIGHTS -> BACK_WEIGHTS;
    };
  }
}

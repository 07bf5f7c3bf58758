/// Readers, datasets and the loader that turns them into batches.
module dev.loupe.data {
  requires transitive dev.loupe.engine;
  requires transitive static org.jspecify;
  requires java.desktop;
  requires java.net.http;
  requires com.drew.metadata;
  requires de.siegmar.fastcsv;

  exports dev.loupe.data;
  exports dev.loupe.data.array;
  exports dev.loupe.data.augment;
  exports dev.loupe.data.image;
  exports dev.loupe.data.signal;
  exports dev.loupe.data.volume;
}

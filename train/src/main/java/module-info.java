module dev.loupe.train {
}

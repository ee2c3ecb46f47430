cask "ccwatch" do
  version "@{version}"
  sha256 "@{macos_sha256}"

  url "@{address}/releases/download/v#{version}/ccwatch-#{version}-arm64.dmg"
  name "ccwatch"
  desc "@{summary}"
  homepage "@{address}"

  livecheck do
    url :url
    strategy :github_latest
  end

  depends_on arch: :arm64
  depends_on macos: ">= :ventura"

  app "ccwatch.app"
  binary "#{appdir}/ccwatch.app/Contents/MacOS/ccwatch"

  uninstall quit: "@{bundle}"

  zap trash: [
    "~/Library/Application Support/ccwatch",
    "~/Library/Application Support/ccwatch-demo",
    "~/Library/Logs/ccwatch",
    "~/Library/Logs/ccwatch-demo",
  ]
end

// Round numbers, to reckon with by hand.
#s = "made up"
module attributes {
  dlti.target_system_spec = #dlti.target_system_spec<
    "machine" = #dlti.target_device_spec<
      "description" = "made up",
      "kind" = "gpu",
      "cores" = #dlti.map<"count" = 1, "source" = #s>,
      "power" = #dlti.map<"watts" = 200, "source" = #s>,
      "rates" = #dlti.map<
        "scalar" = #dlti.map<
          f32 = #dlti.map<"ops_per_second" = 10, "source" = #s>>>,
      "levels" = #dlti.map<
        "DRAM" = #dlti.map<"bytes" = 1000000, "cores" = 1, "source" = #s,
          "bandwidth" = #dlti.map<"bytes_per_second" = 20, "source" = #s>>>,
      "links" = #dlti.map<
        "wire" = #dlti.map<"bytes_per_second" = [50, 100], "latency_seconds" = 0.5, "source" = #s>,
        "string" = #dlti.map<"bytes_per_second" = 10, "source" = #s>>>>
} {}

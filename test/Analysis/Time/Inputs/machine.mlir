// Round numbers, to reckon with by hand: 100 operations a second on all four
// cores, 40 on one.
#s = "made up"
module attributes {
  dlti.target_system_spec = #dlti.target_system_spec<
    "machine" = #dlti.target_device_spec<
      "description" = "made up",
      "kind" = "cpu",
      "cores" = #dlti.map<"count" = 4, "source" = #s>,
      "rates" = #dlti.map<
        "scalar" = #dlti.map<
          f32 = #dlti.map<"ops_per_second" = 10, "source" = #s>>,
        "vector" = #dlti.map<
          f32 = #dlti.map<"ops_per_second" = [80, 100], "ops_per_second_of_one_core" = [30, 40], "source" = #s>>,
        "matrix" = #dlti.map<
          (bf16) -> f32 = #dlti.map<"ops_per_second" = 1000, "source" = #s>>>,
      "levels" = #dlti.map<
        "L1" = #dlti.map<"bytes" = 64, "cores" = 1, "source" = #s,
          "bandwidth" = #dlti.map<"bytes_per_second" = 400, "source" = #s>>,
        "L2" = #dlti.map<"bytes" = 1024, "cores" = 4, "source" = #s>,
        "DRAM" = #dlti.map<"bytes" = 1000000, "cores" = 4, "source" = #s,
          "bandwidth" = #dlti.map<"bytes_per_second" = 20, "source" = #s>>>>>
} {}

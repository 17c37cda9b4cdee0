// What operations and bytes take of energy, what a machine takes beside them, and what the energy emits: published numbers, each
// with the source that states it. Several statements of one thing make an interval (docs/CostModel.md, "Energy and carbon").
module attributes {fpo.energy_table = {
  // Picojoules, in the arithmetic unit itself.
  operations = [
    {type = i8, add_pj = 0.03, mul_pj = 0.2, source = "horowitz"},
    {type = i8, add_pj = 0.007, mul_pj = 0.07, source = "jouppi"},
    {type = i32, add_pj = 0.1, mul_pj = 3.1, source = "horowitz"},
    {type = i32, add_pj = 0.03, mul_pj = 1.48, source = "jouppi"},
    {type = bf16, add_pj = 0.11, mul_pj = 0.21, source = "jouppi"},
    {type = f16, add_pj = 0.4, mul_pj = 1.1, source = "horowitz"},
    {type = f16, add_pj = 0.16, mul_pj = 0.34, source = "jouppi"},
    {type = f32, add_pj = 0.9, mul_pj = 3.7, source = "horowitz"},
    {type = f32, add_pj = 0.38, mul_pj = 1.31, source = "jouppi"}
  ],
  // Picojoules per byte of a memory; the sources give them per 64 bits. Of DRAM these are DDR3 and DDR4, HBM2, and GDDR6.
  memory = [
    {level = "main", pj_per_byte = [162.5, 325.0], source = "horowitz"},
    {level = "main", pj_per_byte = 162.5, source = "jouppi"},
    {level = "main", pj_per_byte = [31.25, 56.25], source = "jouppi"},
    {level = "main", pj_per_byte = [43.75, 60.0], source = "jouppi"},
    {level = "1MiB", pj_per_byte = 12.5, source = "horowitz"},
    {level = "1MiB", pj_per_byte = 1.75, source = "jouppi"},
    {level = "32KiB", pj_per_byte = 2.5, source = "horowitz"},
    {level = "32KiB", pj_per_byte = 1.0625, source = "jouppi"},
    {level = "8KiB", pj_per_byte = 1.25, source = "horowitz"},
    {level = "8KiB", pj_per_byte = 0.9375, source = "jouppi"}
  ],
  factors = [
    // The energy of an instruction by that of its arithmetic: fetch, decode, operands. From a matrix instruction on bytes to a
    // vector instruction on f16.
    {name = "instruction", value = [1.16, 21.0], source = "dally"},
    // The power of a server by that of its processors: from a processor by itself to 10.2 kW for eight of 700 W.
    {name = "server", value = [1.0, 1.82], source = "dgx"},
    // The power of a data center by that of its servers.
    {name = "pue", value = 1.09, source = "google"},
    {name = "pue", value = 1.58, source = "uptime"}
  ],
  // Grams of CO2 equivalent per kWh that is generated.
  grids = [
    {name = "world", g_per_kwh = 473, source = "ember2025"},
    {name = "world", g_per_kwh = 481, source = "ember2024"},
    {name = "us", g_per_kwh = 375, source = "egrid"},
    {name = "us", g_per_kwh = 390, source = "eia"},
    {name = "canada", g_per_kwh = 170, source = "ember2024"},
    {name = "china", g_per_kwh = 582, source = "ember2024"},
    {name = "france", g_per_kwh = 56, source = "ember2024"},
    {name = "germany", g_per_kwh = 381, source = "ember2024"},
    {name = "india", g_per_kwh = 713, source = "ember2024"},
    {name = "norway", g_per_kwh = 30, source = "ember2024"}
  ],
  sources = {
    dally = "Dally, Keckler, Kirk: Evolution of the graphics processing unit (GPU), IEEE Micro 41(6), 2021: HFMA 2000 %, IMMA 16 % overhead",
    dgx = "NVIDIA DGX H100 data sheet, 2023: 10.2 kW at most, 8 GPUs of 700 W",
    egrid = "US EPA, eGRID2022 summary tables, 2024: 827.5 lb CO2e/MWh",
    eia = "US EIA, How much carbon dioxide is produced per kilowatthour, 2023: 0.86 lb CO2/kWh in 2022",
    ember2024 = "Ember, Yearly electricity data, 2024: of 2023, life cycle",
    ember2025 = "Ember, Global electricity review 2025: of 2024, life cycle",
    google = "Google, Environmental report 2025: fleet average of 2024",
    horowitz = "Horowitz: Computing's energy problem (and what we can do about it), ISSCC 2014, 45 nm",
    jouppi = "Jouppi et al.: Ten lessons from three generations shaped Google's TPUv4i, ISCA 2021, table 2, 7 nm",
    uptime = "Uptime Institute, Global data center survey 2023: average"
  }
}} {}

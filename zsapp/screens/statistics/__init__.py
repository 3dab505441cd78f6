"""The 台账统计 screen: tables, the cases behind each figure, what people enter, registers as workbooks."""

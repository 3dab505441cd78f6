"""Screen models of mediation (人民调解界面模型): gestures in, one frozen state out. Plain Python, no Qt."""

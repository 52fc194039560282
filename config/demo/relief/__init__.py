"""Relief in 云岭县: invented families in hardship, three winters and an autumn of applications, the money, the visits."""

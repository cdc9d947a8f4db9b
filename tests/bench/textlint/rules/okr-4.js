module.exports = require("../rule.js")(4);
